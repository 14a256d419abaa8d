# What find_package(fuseau) reads. The static library needs threads wherever it is linked.
include(CMakeFindDependencyMacro)
find_dependency(Threads)
include(${CMAKE_CURRENT_LIST_DIR}/fuseau-targets.cmake)
