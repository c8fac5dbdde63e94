# kongflow_add_plugin(NAME sources...): the shared object NAME.so, as kongflow-host loads it.
#
# It exports kongflow_plugin_entry alone, sees the headers of the SDK, and links with every symbol resolved; a build with a
# sanitizer whose symbols only the host has sets KONGFLOW_SANITIZE. Everything else is the caller's: dependencies by
# target_link_libraries(), a place by install(TARGETS NAME LIBRARY DESTINATION ${KONGFLOW_PLUGIN_INSTALL_DIR}).

# Below the prefix of the host, where it looks for plugins.
set(KONGFLOW_PLUGIN_INSTALL_DIR "lib/kongflow/plugins")

function(kongflow_add_plugin NAME)
  set(exports "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/plugin-exports.map")
  add_library(${NAME} MODULE ${ARGN})
  set_target_properties(${NAME} PROPERTIES
    PREFIX "" C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON
    LINK_DEPENDS "${exports}")
  if(CMAKE_CXX_COMPILER_LOADED)
    target_compile_features(${NAME} PRIVATE cxx_std_17)
  endif()
  target_link_options(${NAME} PRIVATE -Wl,--exclude-libs,ALL "-Wl,--version-script=${exports}")
  if(NOT KONGFLOW_SANITIZE)
    target_link_options(${NAME} PRIVATE -Wl,-z,defs)
  endif()
  target_link_libraries(${NAME} PRIVATE Kongflow::sdk)
endfunction()
