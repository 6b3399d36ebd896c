#ifndef BYWHEN_EXPORT_HPP
#define BYWHEN_EXPORT_HPP

/* BYWHEN_API stands before what a shared library gives to others; all else stays inside it. Every function and class of
   the public headers that is not written out in them needs it. The same for static and shared, C and C++. */
#if defined(__GNUC__) || defined(__clang__)
#define BYWHEN_API __attribute__((visibility("default")))
#else
#define BYWHEN_API
#endif

#endif
