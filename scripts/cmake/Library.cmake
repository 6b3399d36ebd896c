# The library as others see it: the headers of include/bywhen and one file, made of the objects of the rooms.
# BUILD_SHARED_LIBS chooses which kind; the objects are the same for both.

set(rooms $<TARGET_OBJECTS:bywhen_grammar> $<TARGET_OBJECTS:bywhen_interpreter> $<TARGET_OBJECTS:bywhen_c>)
set(needed fmt::fmt simdjson::simdjson PkgConfig::bywhen_sodium Threads::Threads)

add_library(bywhen ${rooms})
add_library(bywhen::bywhen ALIAS bywhen)
target_include_directories(bywhen PUBLIC
  $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
  $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
target_link_libraries(bywhen PRIVATE ${needed})
set_target_properties(bywhen PROPERTIES
  LINKER_LANGUAGE CXX
  VERSION ${PROJECT_VERSION}
  SOVERSION ${PROJECT_VERSION_MAJOR})
bywhen_compile_options(bywhen)

# What the tests and benchmarks link, which reach into the rooms: a shared library hides them.
get_target_property(kind bywhen TYPE)
if(kind STREQUAL "SHARED_LIBRARY")
  set(BYWHEN_IS_SHARED TRUE)
  bywhen_version_script(bywhen ${PROJECT_SOURCE_DIR}/scripts/cmake/bywhen.map.in)
  add_library(bywhen_internals STATIC EXCLUDE_FROM_ALL ${rooms})
  set_target_properties(bywhen_internals PROPERTIES LINKER_LANGUAGE CXX)
  target_include_directories(bywhen_internals PUBLIC ${PROJECT_SOURCE_DIR}/include)
  target_link_libraries(bywhen_internals PRIVATE ${needed})
  bywhen_compile_options(bywhen_internals)
else()
  set(BYWHEN_IS_SHARED FALSE)
  add_library(bywhen_internals ALIAS bywhen)
endif()
