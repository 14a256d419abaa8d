# One file to vendor: the target `amalgamation` writes fuseau.c and fuseau.h, and with the built-in copy
# fuseau_tzdata.h, to build/amalgamation. With FUSEAU_AMALGAMATED the libraries are made of them, and
# what is tested is then what a stranger takes.
if(NOT PROJECT_IS_TOP_LEVEL)
    return()
endif()
set(amalgamation ${CMAKE_CURRENT_BINARY_DIR}/amalgamation)
set(amalgamate ${PROJECT_SOURCE_DIR}/ci/amalgamate)
file(GLOB headers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/parsers/*.h)
add_custom_command(OUTPUT ${amalgamation}/fuseau.c ${amalgamation}/fuseau.h VERBATIM
    DEPENDS ${amalgamate} ${FUSEAU_SOURCES} ${headers} ${PROJECT_SOURCE_DIR}/LICENSE
    COMMAND ${amalgamate} ${amalgamation} ${PROJECT_VERSION} ${FUSEAU_SOURCES}
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR} COMMENT "Writing the library as one file")
add_custom_target(amalgamation DEPENDS ${amalgamation}/fuseau.c)

if(FUSEAU_AMALGAMATED)
    set(FUSEAU_SOURCES ${amalgamation}/fuseau.c)
    if(FUSEAU_BUNDLED_TZDATA)
        set_property(SOURCE ${FUSEAU_SOURCES} PROPERTY COMPILE_DEFINITIONS FUSEAU_BUNDLED_TZDATA)
    endif()
    # clang minds a variable with the name of one in <time.h>, which all files now see.
    set_property(SOURCE ${FUSEAU_SOURCES} PROPERTY COMPILE_OPTIONS -Wno-shadow)
    # Whoever includes a public header gets the one that has them all; there is no private one.
    set(FUSEAU_INCLUDE ${amalgamation}/include)
    foreach(header ${FUSEAU_HEADERS} fuseau.h)
        get_filename_component(name ${header} NAME)
        file(WRITE ${FUSEAU_INCLUDE}/${name} "#include \"../fuseau.h\"\n")
    endforeach()
endif()
