# Uses ccache where it is installed. The sloppiness is what ccache asks for to cache files built with a precompiled header.
# The folder of the build plays no part, since sources are named by their full path: so the builds that the tests of the
# packaging make take the objects of the build that is tested.
find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros CCACHE_NOHASHDIR=1 ${CCACHE_PROGRAM})
endif()
