# kongflow_layer(NAME FOLDER [REACHED_AS path] [EXCLUDE file...] [DEPENDS target...])
#
# Creates the static library NAME (an interface library if there are no sources) from the sources in FOLDER. Its headers are
# included as "<folder name>/<header>", or as "<path>/<header>". The include path contains only this folder, so that a layer
# sees exactly the layers in DEPENDS: an include of any other layer does not compile.
function(kongflow_layer NAME FOLDER)
  cmake_parse_arguments(LAYER "" "REACHED_AS" "EXCLUDE;DEPENDS" ${ARGN})
  get_filename_component(source_dir "${FOLDER}" ABSOLUTE)
  if(NOT LAYER_REACHED_AS)
    get_filename_component(LAYER_REACHED_AS "${FOLDER}" NAME)
  endif()

  set(include_dir "${PROJECT_BINARY_DIR}/layers/${NAME}")
  get_filename_component(link_dir "${include_dir}/${LAYER_REACHED_AS}" DIRECTORY)
  file(MAKE_DIRECTORY "${link_dir}")
  file(CREATE_LINK "${source_dir}" "${include_dir}/${LAYER_REACHED_AS}" SYMBOLIC)

  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${source_dir}/*.cpp")
  foreach(excluded IN LISTS LAYER_EXCLUDE)
    list(REMOVE_ITEM sources "${source_dir}/${excluded}")
  endforeach()

  if(sources)
    add_library(${NAME} STATIC ${sources})
    target_include_directories(${NAME} PUBLIC "$<BUILD_INTERFACE:${include_dir}>")
    target_link_libraries(${NAME} PUBLIC ${LAYER_DEPENDS})
  else()
    add_library(${NAME} INTERFACE)
    target_include_directories(${NAME} INTERFACE "${include_dir}")
    target_link_libraries(${NAME} INTERFACE ${LAYER_DEPENDS})
  endif()
endfunction()
