"""hal: what a kernel is given. All else is the host's side."""

from __future__ import annotations

from lanewise.traits.record import Aliases, Lanes, pure, refuse

pure(
    "hal",
    "interface.constant.load interface.workgroup.count interface.workgroup.id interface.workgroup.size",
    lanes=Lanes.SAME,
)
pure("hal", "interface.binding.subspan", aliases=Aliases.NAMED, named_by="binding")
refuse(
    "hal",
    "it belongs to the host's side: devices, buffers, executables",
    """
    allocator.allocate allocator.import allocator.resolve_memory_properties allocator.select buffer.allocation.discard
    buffer.allocation.is_terminal buffer.allocation.preserve buffer.assert buffer.length buffer.load buffer.store
    buffer.subspan buffer_usage buffer_view.assert buffer_view.buffer buffer_view.create buffer_view.dim
    buffer_view.element_type buffer_view.encoding_type buffer_view.rank buffer_view.trace channel.create
    channel.rank_and_count channel.split command_buffer.begin_debug_group command_buffer.collective
    command_buffer.copy_buffer command_buffer.create command_buffer.device command_buffer.dispatch
    command_buffer.dispatch.indirect command_buffer.end_debug_group command_buffer.execution_barrier
    command_buffer.fill_buffer command_buffer.finalize command_buffer.flush_buffer command_buffer.invalidate_buffer
    command_buffer.update_buffer device.allocator device.memoize device.query device.queue.alloca device.queue.barrier
    device.queue.copy device.queue.dealloca device.queue.execute device.queue.execute.indirect device.queue.fill
    device.queue.flush device.queue.read device.queue.update device.queue.write device.resolve devices.count
    devices.get dispatch.extern element_type encoding_type ex.file.from_memory executable executable.binary
    executable.calculate_workgroups executable.condition executable.constant.block executable.constant.load
    executable.create executable.export executable.export.ordinal executable.lookup executable.lookup.function
    executable.source executable.source_end executable.variant executable.variant_end executable_end fence.await
    fence.create fence.fail fence.join fence.query fence.signal instrument.memory.load instrument.memory.store
    instrument.print instrument.value instrument.workgroup memory_type return tensor.alias tensor.barrier
    tensor.export tensor.import tensor.transients
    """,
)
