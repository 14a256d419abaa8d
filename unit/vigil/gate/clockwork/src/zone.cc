// For users of C++; the library itself does not need it.
#include <string>

namespace clockwork
{

class Zone
{
  public:
    explicit Zone(int minutes) : minutes_(minutes)
    {
    }

    // Minutes east of UTC, "east" or "west" before them.
    std::string text() const
    {
        return (minutes_ < 0 ? "west " : "east ") +
               std::to_string(minutes_ < 0 ? -minutes_ : minutes_);
    }

  private:
    int minutes_;
};

} // namespace clockwork
