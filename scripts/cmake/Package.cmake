# The Debian package: scripts/package builds it.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME bywhen)
set(CPACK_PACKAGE_CONTACT "The bywhen maintainers <maintainers@bywhen.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "policy language for the rules of marketplace orders")
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
  "Who may do what, by when, and what happens otherwise: bywhen reads policies
that say so about the orders of a marketplace, and answers for an order and an
instant. The package holds the command, the library, its headers and the manual.")
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Time zones are read when they are asked for, which no linker knows.
set(CPACK_DEBIAN_PACKAGE_DEPENDS tzdata)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
include(CPack)
