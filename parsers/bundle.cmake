# The copy of the zones that is built into the library: FUSEAU_BUNDLE_SOURCE is a C file that has it,
# or nothing, and then tzdb_bundle.c is told.
if(NOT FUSEAU_BUNDLED_TZDATA)
    set(FUSEAU_BUNDLE_SOURCE "")
    set_property(SOURCE ${PROJECT_SOURCE_DIR}/parsers/tzdb_bundle.c APPEND
        PROPERTY COMPILE_DEFINITIONS TZDB_NO_BUNDLE)
    return()
endif()
if(NOT EXISTS ${FUSEAU_TZDATA_DIR}/UTC)
    message(FATAL_ERROR "There are no time zones in ${FUSEAU_TZDATA_DIR} to build into the library. "
        "Either install them (Debian's package tzdata; FUSEAU_TZDATA_DIR says where they are), "
        "or do without the built-in copy: -D FUSEAU_BUNDLED_TZDATA=OFF")
endif()

# bundle.c finds and reads the files with the library's own code. It is built with neither
# sanitizers nor coverage: it is no part of what is tested, but what is tested is made by it.
set(bundle_sources bundle.c result.c tzdb_directory.c tzdb_posix.c zonename.c)
list(TRANSFORM bundle_sources PREPEND ${PROJECT_SOURCE_DIR}/parsers/)
set(FUSEAU_BUNDLE_SOURCE ${CMAKE_CURRENT_BINARY_DIR}/tzdb_bundle_data.c)
if(CMAKE_CROSSCOMPILING AND NOT CMAKE_CROSSCOMPILING_EMULATOR)
    # What is built for the other machine cannot run on this one.
    find_program(FUSEAU_HOST_CC NAMES cc gcc clang REQUIRED)
    set(bundle ${CMAKE_CURRENT_BINARY_DIR}/bundle)
    add_custom_command(OUTPUT ${bundle} DEPENDS ${bundle_sources} VERBATIM
        COMMAND ${FUSEAU_HOST_CC} -std=c17 -O1 -o ${bundle} ${bundle_sources})
else()
    set(bundle fuseau_bundle)
    add_executable(fuseau_bundle ${bundle_sources})
    target_link_libraries(fuseau_bundle PRIVATE fuseau_warnings)
endif()

# tzdata.zi changes with each version of the data.
set(bundle_depends ${bundle})
if(EXISTS ${FUSEAU_TZDATA_DIR}/tzdata.zi)
    list(APPEND bundle_depends ${FUSEAU_TZDATA_DIR}/tzdata.zi)
endif()
add_custom_command(OUTPUT ${FUSEAU_BUNDLE_SOURCE} DEPENDS ${bundle_depends} VERBATIM
    COMMAND ${bundle} ${FUSEAU_TZDATA_DIR} ${FUSEAU_BUNDLE_SOURCE}
    COMMENT "Building in the time zones of ${FUSEAU_TZDATA_DIR}")
# Both libraries are made of it; without this, either might make it at the same time.
add_custom_target(fuseau_bundle_data DEPENDS ${FUSEAU_BUNDLE_SOURCE})
