# kongflow_layer(NAME FOLDER [EXCLUDE file...] [DEPENDS target...])
#
# Makes the static library (or, without sources, the interface library) NAME of the sources in FOLDER. Its headers are
# reached as "<folder name>/<header>", through an include path that holds this folder alone: a layer sees exactly the
# layers that it names in DEPENDS, and an include of any other does not compile.
function(kongflow_layer NAME FOLDER)
  cmake_parse_arguments(LAYER "" "" "EXCLUDE;DEPENDS" ${ARGN})
  get_filename_component(source_dir "${FOLDER}" ABSOLUTE)
  get_filename_component(layer "${FOLDER}" NAME)

  set(include_dir "${PROJECT_BINARY_DIR}/layers/${NAME}")
  file(MAKE_DIRECTORY "${include_dir}")
  file(CREATE_LINK "${source_dir}" "${include_dir}/${layer}" SYMBOLIC)

  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${source_dir}/*.cpp")
  foreach(excluded IN LISTS LAYER_EXCLUDE)
    list(REMOVE_ITEM sources "${source_dir}/${excluded}")
  endforeach()

  if(sources)
    add_library(${NAME} STATIC ${sources})
    target_include_directories(${NAME} PUBLIC "${include_dir}")
    target_link_libraries(${NAME} PUBLIC ${LAYER_DEPENDS})
  else()
    add_library(${NAME} INTERFACE)
    target_include_directories(${NAME} INTERFACE "${include_dir}")
    target_link_libraries(${NAME} INTERFACE ${LAYER_DEPENDS})
  endif()
endfunction()

# kongflow_plugin(NAME sources...): a shared object NAME.so that exports kongflow_plugin_entry alone.
function(kongflow_plugin NAME)
  add_library(${NAME} MODULE ${ARGN})
  set_target_properties(${NAME} PROPERTIES PREFIX "" LIBRARY_OUTPUT_DIRECTORY "${KONGFLOW_PLUGIN_DIR}")
  target_link_options(${NAME} PRIVATE -Wl,--exclude-libs,ALL
                      "-Wl,--version-script=${PROJECT_SOURCE_DIR}/packaging/cmake/plugin-exports.map")
  if(NOT KONGFLOW_SANITIZE)
    target_link_options(${NAME} PRIVATE -Wl,-z,defs)
  endif()
  target_link_libraries(${NAME} PRIVATE kongflow_sdk)
endfunction()
