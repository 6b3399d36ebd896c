# What `cmake --install` puts where.
include(CMakePackageConfigHelpers)

install(TARGETS bywhen EXPORT bywhen-targets)
install(DIRECTORY include/bywhen DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h" PATTERN "*.hpp")

# For CMake.
set(config_folder ${CMAKE_INSTALL_LIBDIR}/cmake/bywhen)
install(EXPORT bywhen-targets NAMESPACE bywhen:: DESTINATION ${config_folder})
configure_package_config_file(scripts/cmake/bywhen-config.cmake.in ${PROJECT_BINARY_DIR}/bywhen-config.cmake
  INSTALL_DESTINATION ${config_folder}
  NO_SET_AND_CHECK_MACRO)
# Until 1.0.0 a minor version may change anything, as Semantic Versioning has it.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/bywhen-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/bywhen-config.cmake ${PROJECT_BINARY_DIR}/bywhen-config-version.cmake
  DESTINATION ${config_folder})

# For pkg-config. The prefix is told from where the file lies, so that the whole can be moved.
set(pkgconfig_folder ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
set(from_prefix /prefix/${pkgconfig_folder})
cmake_path(RELATIVE_PATH from_prefix BASE_DIRECTORY /prefix OUTPUT_VARIABLE below)
string(REGEX REPLACE "[^/]+" ".." up_to_prefix "${below}")
set(private_packages "fmt simdjson libsodium")
# What the C++ compiler would link by itself, for programs that a C compiler links.
set(private_libraries ${CMAKE_CXX_IMPLICIT_LINK_LIBRARIES})
list(FILTER private_libraries INCLUDE REGEX "^(stdc\\+\\+|c\\+\\+|m)$")
list(REMOVE_DUPLICATES private_libraries)
list(TRANSFORM private_libraries PREPEND "-l")
list(JOIN private_libraries " " private_libraries)
string(APPEND private_libraries " -pthread")
if(BYWHEN_IS_SHARED)
  set(private_packages "")
  set(private_libraries "")
endif()
configure_file(scripts/cmake/bywhen.pc.in ${PROJECT_BINARY_DIR}/bywhen.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/bywhen.pc DESTINATION ${pkgconfig_folder})

# The command finds a shared library beside it wherever both are put, and the system's own by itself.
if(BYWHEN_CLI)
  if(BYWHEN_IS_SHARED AND NOT CMAKE_INSTALL_PREFIX STREQUAL "/usr")
    set(from_bin /prefix/${CMAKE_INSTALL_LIBDIR})
    cmake_path(RELATIVE_PATH from_bin BASE_DIRECTORY /prefix/${CMAKE_INSTALL_BINDIR} OUTPUT_VARIABLE to_library)
    set_target_properties(bywhen_cli PROPERTIES INSTALL_RPATH "$ORIGIN/${to_library}")
  endif()
  install(TARGETS bywhen_cli)
endif()

# For people: the manual, and policies and orders to start from.
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright)
install(FILES README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY docs DESTINATION ${CMAKE_INSTALL_DOCDIR} FILES_MATCHING PATTERN "*.md")
install(DIRECTORY policies DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY examples DESTINATION ${CMAKE_INSTALL_DOCDIR} PATTERN CMakeLists.txt EXCLUDE PATTERN __pycache__ EXCLUDE)
