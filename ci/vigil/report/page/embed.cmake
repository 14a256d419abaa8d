# The page's style and script as C, with the hashes by which its content-security policy allows them.

# What follows "sha256-" in a policy: the digest in base64.
function(page_hash file result)
    set(letters ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/)
    file(SHA256 ${file} digits)
    set(hash)
    foreach(at RANGE 0 60 6) # 64 digits: ten groups of three bytes, and one of two
        string(SUBSTRING "${digits}00" ${at} 6 group)
        foreach(shift 18 12 6 0)
            math(EXPR letter "0x${group} >> ${shift} & 63")
            string(SUBSTRING ${letters} ${letter} 1 letter)
            string(APPEND hash ${letter})
        endforeach()
    endforeach()
    string(SUBSTRING ${hash} 0 43 hash)
    set(${result} "${hash}=" PARENT_SCOPE)
endfunction()

# page_embed(OUTPUT DIRECTORY): made anew when one of the two changes.
function(page_embed output directory)
    set(text "/* Made of ci/vigil/report/page/ by embed.cmake. */\n#include \"report/page_part.h\"\n")
    foreach(part style.css script.js)
        set(file ${directory}/${part})
        set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
        get_filename_component(name ${part} NAME_WE)
        page_hash(${file} hash)
        file(READ ${file} digits HEX)
        string(REGEX REPLACE "(..)" "0x\\1," bytes "${digits}")
        string(APPEND text "const char page_${name}_hash[] = \"${hash}\";\n"
            "const char page_${name}[] = {${bytes}0};\n")
    endforeach()
    file(CONFIGURE OUTPUT ${output} CONTENT "${text}" @ONLY) # untouched where nothing changed
endfunction()
