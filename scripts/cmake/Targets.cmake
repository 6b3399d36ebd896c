# How every target of the project is compiled.

# The language and the warnings. Warnings are for our own code only, so they are private to each target.
function(bywhen_compile_options target)
  target_compile_features(${target} PUBLIC cxx_std_20)
  set_target_properties(${target} PROPERTIES CXX_STANDARD 20 CXX_STANDARD_REQUIRED ON CXX_EXTENSIONS OFF)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wconversion -Wshadow)
  # GCC 12 takes moves of std::string for overflows and uninitialized reads once it inlines them: its bugs 105329,
  # 105562 and 105651. Clang and the sanitizers, which the check runs too, look for the real ones.
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    target_compile_options(${target} PRIVATE -Wno-maybe-uninitialized -Wno-array-bounds -Wno-restrict
      -Wno-stringop-overflow -Wno-stringop-overread)
  endif()
  if(BYWHEN_WERROR)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
  if(BYWHEN_SANITIZE)
    target_compile_options(${target} PRIVATE -fsanitize=${BYWHEN_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(${target} PUBLIC -fsanitize=${BYWHEN_SANITIZE})
  endif()
endfunction()

# The sources of the calling folder, itself and below: a new file joins the build by being there.
function(bywhen_sources result)
  file(GLOB_RECURSE found CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  set(${result} ${found} PARENT_SCOPE)
endfunction()

# A room of the house: the objects of the calling folder's sources. Rooms include each other's headers from the root.
# The objects do for a static library as for a shared one.
function(bywhen_room target)
  bywhen_sources(sources)
  add_library(${target} OBJECT ${sources})
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR} ${PROJECT_SOURCE_DIR}/include)
  set_target_properties(${target} PROPERTIES
    POSITION_INDEPENDENT_CODE ON
    CXX_VISIBILITY_PRESET hidden
    VISIBILITY_INLINES_HIDDEN ON)
  bywhen_compile_options(${target})
endfunction()

# Lets a linker script say what a shared library exports, and under which version.
function(bywhen_version_script target template)
  if(APPLE OR WIN32)
    return()
  endif()
  cmake_path(GET template STEM name)
  set(script ${PROJECT_BINARY_DIR}/${name}.map)
  configure_file(${template} ${script} @ONLY)
  target_link_options(${target} PRIVATE "LINKER:--version-script=${script}")
  set_property(TARGET ${target} APPEND PROPERTY LINK_DEPENDS ${script})
endfunction()
