# One function per kind of target, so that a module is one line in the top CMakeLists.txt.

set(OUTCRY_MODULES "")

# outcry_module(name [DEPENDS module…] [THIRD_PARTY library…] [OPTIONS compiler option…])
#
# The library outcry_<name>: src/<name>/**/*.cpp with the headers of include/outcry/<name>/.
# Without any .cpp it is header-only; without any file at all it is skipped, and so is every
# DEPENDS on it. src/<name>/precompiled.hpp is precompiled when it exists. main.cpp belongs to
# a program (outcry_program), not to the module.
function(outcry_module name)
    cmake_parse_arguments(PARSE_ARGV 1 module "" "" "DEPENDS;THIRD_PARTY;OPTIONS")
    if(module_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "outcry_module(${name}): what is '${module_UNPARSED_ARGUMENTS}'?")
    endif()

    file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/src/${name}/*.cpp")
    file(GLOB_RECURSE private_headers CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/src/${name}/*.hpp")
    file(GLOB_RECURSE headers CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/include/outcry/${name}/*.hpp")
    list(REMOVE_ITEM sources "${CMAKE_SOURCE_DIR}/src/${name}/main.cpp")
    if(NOT sources AND NOT headers AND NOT private_headers)
        return()
    endif()

    set(target outcry_${name})
    if(sources)
        add_library(${target} STATIC ${sources})
        set(visibility PUBLIC)
        target_link_libraries(${target} PRIVATE outcry_flags)
        target_include_directories(${target} PRIVATE "${CMAKE_SOURCE_DIR}/src")
        target_compile_options(${target} PRIVATE ${module_OPTIONS})
    else()
        add_library(${target} INTERFACE)
        set(visibility INTERFACE)
    endif()

    target_sources(${target} ${visibility}
        FILE_SET HEADERS BASE_DIRS "${CMAKE_SOURCE_DIR}/include" FILES ${headers})
    target_include_directories(${target} ${visibility} "${CMAKE_SOURCE_DIR}/include")
    set_target_properties(${target} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)

    foreach(dependency IN LISTS module_DEPENDS)
        if(TARGET outcry_${dependency})
            target_link_libraries(${target} ${visibility} outcry_${dependency})
        endif()
    endforeach()
    outcry_link_third_party(${target} ${visibility} ${module_THIRD_PARTY})

    set(precompiled "${CMAKE_SOURCE_DIR}/src/${name}/precompiled.hpp")
    if(OUTCRY_PRECOMPILED AND sources AND EXISTS "${precompiled}")
        target_precompile_headers(${target} PRIVATE "${precompiled}")
    endif()

    set(OUTCRY_MODULES ${OUTCRY_MODULES} ${target} PARENT_SCOPE)
endfunction()

# outcry_program(name MODULE module): build/<preset>/<name> from src/<module>/main.cpp.
function(outcry_program name)
    cmake_parse_arguments(PARSE_ARGV 1 program "" "MODULE" "")
    file(GLOB main CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/src/${program_MODULE}/main.cpp")
    if(NOT main)
        return()
    endif()
    add_executable(${name} "${main}")
    target_link_libraries(${name} PRIVATE outcry_flags)
    if(TARGET outcry_${program_MODULE})
        target_link_libraries(${name} PRIVATE outcry_${program_MODULE})
    endif()
    target_include_directories(${name} PRIVATE
        "${CMAKE_SOURCE_DIR}/src" "${CMAKE_SOURCE_DIR}/include")
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}")
endfunction()

# outcry_executable(name SOURCES file… [THIRD_PARTY library…] [FOLDER folder])
#
# A test or benchmark program over every module: it may include private headers too.
function(outcry_executable name)
    cmake_parse_arguments(PARSE_ARGV 1 executable "" "FOLDER" "SOURCES;THIRD_PARTY")
    add_executable(${name} ${executable_SOURCES})
    target_link_libraries(${name} PRIVATE outcry_flags ${OUTCRY_MODULES})
    outcry_link_third_party(${name} PRIVATE ${executable_THIRD_PARTY})
    target_include_directories(${name} PRIVATE
        "${CMAKE_SOURCE_DIR}/include" "${CMAKE_SOURCE_DIR}/src")
    set_target_properties(${name} PROPERTIES
        RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/${executable_FOLDER}")
endfunction()
