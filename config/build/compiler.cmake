# Language, flags, warnings, hardening, sanitizers: the same for every target of ours.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

if(CMAKE_SOURCE_DIR STREQUAL CMAKE_BINARY_DIR)
    message(FATAL_ERROR "Build outside the source tree: cmake --preset release")
endif()

if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

# No -DNDEBUG anywhere: OUTCRY_ASSERT stays on in release, and so do the asserts of libraries.
# No -march: the released binary runs on any x86-64 and chooses wider instructions at run time.
set(CMAKE_CXX_FLAGS_RELEASE "-O3 -g1")
set(CMAKE_CXX_FLAGS_DEBUG "-Og -g")
if(NOT OUTCRY_SANITIZER STREQUAL "none")
    set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g")
endif()

# --- ccache ------------------------------------------------------------------------------------

find_program(OUTCRY_CCACHE ccache)
mark_as_advanced(OUTCRY_CCACHE)
if(OUTCRY_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    # Precompiled headers need the sloppiness; NOHASHDIR lets build directories share objects.
    set(CMAKE_CXX_COMPILER_LAUNCHER
        "${CMAKE_COMMAND}" -E env CCACHE_SLOPPINESS=pch_defines,time_macros CCACHE_NOHASHDIR=1
        "${OUTCRY_CCACHE}")
endif()

# --- flags -------------------------------------------------------------------------------------

add_library(outcry_flags INTERFACE)

target_compile_options(outcry_flags INTERFACE
    # Paths in messages and debug information are relative to the source tree.
    "-ffile-prefix-map=${CMAKE_SOURCE_DIR}/="
    # One setting for libraries and programs, so that they can share precompiled headers.
    -fPIE
    -Wall -Wextra -Wpedantic
    -Wconversion -Wshadow -Wold-style-cast -Wnon-virtual-dtor -Woverloaded-virtual
    -Wcast-align -Wcast-qual -Wformat=2 -Wimplicit-fallthrough -Wextra-semi -Wundef -Wvla
    -Wdouble-promotion
    # Options structs are filled by designated initialisers; the rest keeps its defaults.
    -Wno-missing-field-initializers)

target_link_options(outcry_flags INTERFACE -pie)

if(OUTCRY_WARNINGS_AS_ERRORS)
    target_compile_options(outcry_flags INTERFACE -Werror)
endif()

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(outcry_flags INTERFACE
        -Wduplicated-cond
        # GCC 12 reports std::string's own copies (GCC bug 105651).
        -Wno-restrict
        # No part of ours was built by a GCC before 4.6, which passed aligned values otherwise.
        -Wno-psabi
        # These depend on what the optimiser happens to inline: shown, but they do not stop.
        -Wno-error=array-bounds -Wno-error=maybe-uninitialized -Wno-error=stringop-overflow
        -Wno-error=stringop-overread -Wno-error=free-nonheap-object -Wno-error=null-dereference
        -fdiagnostics-color=auto)
    if(OUTCRY_CCACHE)
        target_compile_options(outcry_flags INTERFACE -fpch-preprocess)
    endif()
endif()

if(CMAKE_BUILD_TYPE STREQUAL "Debug")
    target_compile_definitions(outcry_flags INTERFACE _GLIBCXX_ASSERTIONS)
endif()

if(OUTCRY_SANITIZER STREQUAL "none")
    target_compile_options(outcry_flags INTERFACE -fstack-protector-strong)
    target_link_options(outcry_flags INTERFACE -Wl,-z,relro -Wl,-z,now)
    if(CMAKE_BUILD_TYPE STREQUAL "Release")
        target_compile_options(outcry_flags INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
    endif()
else()
    if(OUTCRY_SANITIZER STREQUAL "address")
        set(outcry_sanitize -fsanitize=address,undefined)
    elseif(OUTCRY_SANITIZER STREQUAL "thread")
        set(outcry_sanitize -fsanitize=thread)
        # Fences are not seen by the thread sanitizer; the libraries use some.
        target_compile_options(outcry_flags INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-error=tsan>)
    elseif(OUTCRY_SANITIZER STREQUAL "fuzzer")
        set(outcry_sanitize -fsanitize=fuzzer-no-link,address,undefined)
    else()
        message(FATAL_ERROR "OUTCRY_SANITIZER is '${OUTCRY_SANITIZER}', "
                            "not one of none, address, thread, fuzzer")
    endif()
    # The engine is compiled without run-time type information, which `vptr` needs.
    target_compile_options(outcry_flags INTERFACE
        ${outcry_sanitize} -fno-sanitize=vptr -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(outcry_flags INTERFACE ${outcry_sanitize} -fno-sanitize=vptr)
    target_compile_definitions(outcry_flags INTERFACE
        _GLIBCXX_ASSERTIONS OUTCRY_SANITIZED=1)
endif()
