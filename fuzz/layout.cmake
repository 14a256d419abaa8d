# Puts one target into an OSS-Fuzz $OUT directory: OUT, NAME, SEEDS, TARGET and SOURCE are given with -D.
file(MAKE_DIRECTORY ${OUT})
file(COPY ${TARGET} DESTINATION ${OUT})
if(EXISTS ${SOURCE}/corpus/${NAME}.dict)
    file(COPY ${SOURCE}/corpus/${NAME}.dict DESTINATION ${OUT})
endif()
file(COPY ${SOURCE}/fuzz/default.options DESTINATION ${OUT})
file(RENAME ${OUT}/default.options ${OUT}/${NAME}.options)
set(seeds ${SEEDS})
if(EXISTS ${SOURCE}/corpus/regressions/${NAME})
    list(APPEND seeds regressions/${NAME})
endif()
execute_process(
    COMMAND ${CMAKE_COMMAND} -E tar cf ${OUT}/${NAME}_seed_corpus.zip --format=zip -- ${seeds}
    WORKING_DIRECTORY ${SOURCE}/corpus COMMAND_ERROR_IS_FATAL ANY)
