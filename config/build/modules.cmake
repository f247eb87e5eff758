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
    outcry_chosen_modules(modules)
    target_link_libraries(${name} PRIVATE outcry_flags ${modules})
    outcry_link_third_party(${name} PRIVATE ${executable_THIRD_PARTY})
    target_include_directories(${name} PRIVATE
        "${CMAKE_SOURCE_DIR}/include" "${CMAKE_SOURCE_DIR}/src")
    set_target_properties(${name} PROPERTIES
        RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/${executable_FOLDER}")
endfunction()

# What tests and benchmarks link: every module, or those of OUTCRY_ONLY (and so what they need).
function(outcry_chosen_modules result)
    set(modules ${OUTCRY_MODULES})
    if(OUTCRY_ONLY)
        set(linked ${OUTCRY_ONLY} ${OUTCRY_BESIDE})
        list(TRANSFORM linked PREPEND outcry_ OUTPUT_VARIABLE chosen)
        set(modules "")
        foreach(target IN LISTS chosen)
            if(NOT TARGET ${target})
                message(FATAL_ERROR "OUTCRY_ONLY: there is no module ${target}")
            endif()
            list(APPEND modules ${target})
        endforeach()
    endif()
    set(${result} ${modules} PARENT_SCOPE)
endfunction()

# The modules of ours that linking the targets given brings along, themselves included.
function(outcry_reachable_modules result)
    set(reached "")
    set(open ${ARGN})
    while(open)
        list(POP_FRONT open target)
        if(target IN_LIST reached OR NOT target IN_LIST OUTCRY_MODULES)
            continue()
        endif()
        list(APPEND reached ${target})
        get_target_property(linked ${target} INTERFACE_LINK_LIBRARIES)
        list(APPEND open ${linked})
    endwhile()
    set(${result} ${reached} PARENT_SCOPE)
endfunction()

# outcry_keep_chosen(variable folder): with OUTCRY_ONLY, drops from the list of test sources in
# `variable` those outside folder/<chosen module>/, so that one module can be tested while
# another one does not compile.
function(outcry_keep_chosen variable folder)
    if(NOT OUTCRY_ONLY)
        return()
    endif()
    list(JOIN OUTCRY_ONLY "|" alternatives)
    list(FILTER ${variable} INCLUDE REGEX "^${folder}/(${alternatives})/")
    set(${variable} ${${variable}} PARENT_SCOPE)
endfunction()

# outcry_keep_compilable(variable): with OUTCRY_ONLY, drops the sources that include a module
# which the chosen ones do not bring along.
function(outcry_keep_compilable variable)
    if(NOT OUTCRY_ONLY)
        return()
    endif()
    outcry_chosen_modules(chosen)
    outcry_reachable_modules(reachable ${chosen})
    set(kept "")
    foreach(source IN LISTS ${variable})
        string(REGEX REPLACE "\\.cpp$" ".hpp" header "${source}")
        file(STRINGS "${source}" lines REGEX "#include \"outcry/")
        if(EXISTS "${header}")
            file(STRINGS "${header}" header_lines REGEX "#include \"outcry/")
            list(APPEND lines ${header_lines})
        endif()
        set(fits TRUE)
        foreach(line IN LISTS lines)
            string(REGEX REPLACE ".*\"outcry/([^/]*)/.*" "outcry_\\1" target "${line}")
            if(NOT target IN_LIST reachable)
                set(fits FALSE)
            endif()
        endforeach()
        if(fits)
            list(APPEND kept "${source}")
        endif()
    endforeach()
    set(${variable} ${kept} PARENT_SCOPE)
endfunction()
