// REQUIRES: iree
// RUN: lanewise-opt --host=iree --split-input-file --lanewise-resolve-layouts --lanewise-distribute --lanewise-check=strict %s -o %t
// Bindings that the judge once could not give a kernel.

// A binding is read and written in place.
#l = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [64], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
func.func @acc() attributes {translation_info = #iree_codegen.translation_info<pipeline = #iree_gpu.pipeline<VectorDistribute> workgroup_size = [64, 1, 1] subgroup_size = 64>} {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %x = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, ReadOnly>, #hal.pipeline.binding<storage_buffer>]>) binding(0) offset(%c0) flags(ReadOnly) : memref<64xf32>
  %y = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, ReadOnly>, #hal.pipeline.binding<storage_buffer>]>) binding(1) offset(%c0) : memref<64xf32>
  %a = vector.transfer_read %x[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %b = vector.transfer_read %y[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %al = iree_vector_ext.to_layout %a to layout(#l) : vector<64xf32>
  %s = arith.addf %al, %b : vector<64xf32>
  vector.transfer_write %s, %y[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  return
}

// -----

// A view with an offset that resetOffset takes away.
#l = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [64], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
func.func @second() attributes {translation_info = #iree_codegen.translation_info<pipeline = #iree_gpu.pipeline<VectorDistribute> workgroup_size = [64, 1, 1] subgroup_size = 64>} {
  %c0 = arith.constant 0 : index
  %c64 = arith.constant 64 : index
  %pad = arith.constant 0.0 : f32
  %x = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, ReadOnly>, #hal.pipeline.binding<storage_buffer>]>) binding(0) offset(%c64) flags(ReadOnly) : memref<64xf32, strided<[1], offset: 16>, #hal.descriptor_type<storage_buffer>>
  %f = amdgpu.fat_raw_buffer_cast %x resetOffset : memref<64xf32, strided<[1], offset: 16>, #hal.descriptor_type<storage_buffer>> to memref<64xf32, #amdgpu.address_space<fat_raw_buffer>>
  %y = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, ReadOnly>, #hal.pipeline.binding<storage_buffer>]>) binding(1) offset(%c0) : memref<64xf32>
  %a = vector.transfer_read %f[%c0], %pad {in_bounds = [true]} : memref<64xf32, #amdgpu.address_space<fat_raw_buffer>>, vector<64xf32>
  %al = iree_vector_ext.to_layout %a to layout(#l) : vector<64xf32>
  vector.transfer_write %al, %y[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  return
}

// -----

// Two types in one binding.
#l = #iree_vector_ext.nested_layout<subgroup_tile = [1], batch_tile = [1], outer_tile = [1], thread_tile = [64], element_tile = [1], subgroup_strides = [0], thread_strides = [1]>
func.func @two() attributes {translation_info = #iree_codegen.translation_info<pipeline = #iree_gpu.pipeline<VectorDistribute> workgroup_size = [64, 1, 1] subgroup_size = 64>} {
  %c0 = arith.constant 0 : index
  %c256 = arith.constant 256 : index
  %pad = arith.constant 0.0 : f32
  %pad16 = arith.constant 0.0 : f16
  %x = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, ReadOnly>, #hal.pipeline.binding<storage_buffer>]>) binding(0) offset(%c0) flags(ReadOnly) : memref<64xf32>
  %h = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, ReadOnly>, #hal.pipeline.binding<storage_buffer>]>) binding(0) offset(%c256) flags(ReadOnly) : memref<64xf16, strided<[1], offset: 128>>
  %y = hal.interface.binding.subspan layout(<bindings = [#hal.pipeline.binding<storage_buffer, ReadOnly>, #hal.pipeline.binding<storage_buffer>]>) binding(1) offset(%c0) : memref<64xf32>
  %a = vector.transfer_read %x[%c0], %pad {in_bounds = [true]} : memref<64xf32>, vector<64xf32>
  %b = vector.transfer_read %h[%c0], %pad16 {in_bounds = [true]} : memref<64xf16, strided<[1], offset: 128>>, vector<64xf16>
  %al = iree_vector_ext.to_layout %a to layout(#l) : vector<64xf32>
  %bf = arith.extf %b : vector<64xf16> to vector<64xf32>
  %s = arith.addf %al, %bf : vector<64xf32>
  vector.transfer_write %s, %y[%c0] {in_bounds = [true]} : vector<64xf32>, memref<64xf32>
  return
}
