// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.sys;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One function of a native library. Arguments are boxed: this is for control, a few calls a second;
 * data is read from mapped memory. Thread-safe as far as the function is.
 */
final class NativeFunction {
    static final AddressLayout POINTER = ValueLayout.ADDRESS;
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));

    private final String name;
    private final MethodHandle handle;

    private NativeFunction(String name, MethodHandle handle) {
        this.name = name;
        this.handle = handle;
    }

    /**
     * What a function returned.
     *
     * @param value the number or address; -1 and errors keep their sign
     * @param errno the thread's error number after the call: meaningful only where the value says
     *     that the call failed
     */
    record Outcome(long value, int errno) {
        int toInt() {
            return (int) value;
        }

        MemorySegment pointer() {
            return MemorySegment.ofAddress(value);
        }
    }

    /** The function of this name; null where the library has none, as older ones do. */
    @SuppressWarnings("restricted") // The module is granted native access by the launcher.
    static @Nullable NativeFunction find(
            SymbolLookup library,
            String name,
            @Nullable MemoryLayout result,
            MemoryLayout... args) {
        MemorySegment symbol = library.find(name).orElse(null);
        if (symbol == null) {
            return null;
        }
        FunctionDescriptor descriptor =
                result == null
                        ? FunctionDescriptor.ofVoid(args)
                        : FunctionDescriptor.of(result, args);
        MethodHandle call =
                LINKER.downcallHandle(symbol, descriptor, Linker.Option.captureCallState("errno"));
        int count = args.length + 1;
        return new NativeFunction(
                name,
                call.asType(MethodType.genericMethodType(count)).asSpreader(Object[].class, count));
    }

    /** Calls with these arguments, which must be of the types that were declared. */
    Outcome call(Object... arguments) {
        try (Arena arena = Arena.ofConfined()) {
            return call(arena, arguments);
        }
    }

    private Outcome call(SegmentAllocator memory, Object... arguments) {
        MemorySegment state = memory.allocate(STATE);
        var all = new Object[arguments.length + 1];
        all[0] = state;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        Object result;
        try {
            result = (Object) handle.invokeExact(all);
        } catch (Error | RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("%s: %s".formatted(name, e), e);
        }
        return new Outcome(toLong(result), (int) ERRNO.get(state, 0L));
    }

    private static long toLong(@Nullable Object result) {
        return switch (result) {
            case null -> 0;
            case MemorySegment pointer -> pointer.address();
            case Number number -> number.longValue();
            default -> throw new IllegalStateException("result: " + result.getClass());
        };
    }
}
