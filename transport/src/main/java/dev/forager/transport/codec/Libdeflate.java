// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.codec;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * gzip through libdeflate where the system has it (Debian: {@code libdeflate0}): about half the CPU
 * time of the JDK's zlib both ways. Without it, or without native access, nothing is used and
 * callers take the JDK. Thread-safe.
 *
 * <p><b>Memory.</b> Arrays are passed without copying, which holds off the garbage collector for
 * the length of the call; {@link #LARGEST_BYTES} keeps that to a few milliseconds. Compressors and
 * decompressors are native, taken from bounded pools, and freed when a pool is full.
 */
@SuppressWarnings("restricted") // Native access is what this class is for.
final class Libdeflate {
    /** Larger bodies go through the JDK, which works in pieces. Chosen: 1.5 ms to inflate. */
    private static final int LARGEST_BYTES = 4 << 20;

    private static final int LEVELS = 13;

    private static final @Nullable Library LIBRARY = Library.find();

    private Libdeflate() {}

    /** Whether it is there and a body of this decoded size is for it. */
    static boolean suits(long decodedBytes) {
        return LIBRARY != null && decodedBytes <= LARGEST_BYTES;
    }

    /**
     * Decodes a body that is one gzip member whose size is exactly the room in {@code out}; the
     * caller advances.
     *
     * @return bytes written; -1 when the body is anything else, whatever that is
     */
    static int gunzip(byte[] source, int offset, int length, OutputBuffer out) {
        Library library = LIBRARY;
        if (library == null) {
            return -1;
        }
        MemorySegment decompressor = library.decompressors.take();
        try {
            long[] used = new long[2];
            int result =
                    (int)
                            library.gunzip.invokeExact(
                                    decompressor,
                                    slice(source, offset, length),
                                    (long) length,
                                    slice(out.array(), out.position(), out.room()),
                                    (long) out.room(),
                                    MemorySegment.ofArray(used).asSlice(0, 8),
                                    MemorySegment.ofArray(used).asSlice(8, 8));
            return result == 0 && used[0] == length ? (int) used[1] : -1;
        } catch (Throwable e) {
            throw new IllegalStateException("libdeflate_gzip_decompress_ex failed", e);
        } finally {
            library.decompressors.giveBack(decompressor);
        }
    }

    /**
     * Compresses into {@code target}.
     *
     * @param level 1 (fastest) to 12
     * @return bytes written; 0 when they did not fit
     */
    static int gzip(int level, byte[] source, int offset, int length, byte[] target, int at) {
        Library library = LIBRARY;
        if (library == null) {
            return 0;
        }
        Pool<MemorySegment> pool = library.compressors(level);
        MemorySegment compressor = pool.take();
        try {
            return (int)
                    (long)
                            library.gzip.invokeExact(
                                    compressor,
                                    slice(source, offset, length),
                                    (long) length,
                                    slice(target, at, target.length - at),
                                    (long) (target.length - at));
        } catch (Throwable e) {
            throw new IllegalStateException("libdeflate_gzip_compress failed", e);
        } finally {
            pool.giveBack(compressor);
        }
    }

    private static MemorySegment slice(byte[] array, int offset, int length) {
        return MemorySegment.ofArray(array).asSlice(offset, length);
    }

    /** The functions, looked up one by one: all must be there. */
    private static final class Library {
        private static final String[] NAMES = {"libdeflate.so.0", "libdeflate.0.dylib"};

        private final MethodHandle allocateCompressor;
        private final MethodHandle freeCompressor;
        private final MethodHandle gzip;
        private final MethodHandle gunzip;
        private final Pool<MemorySegment> decompressors;
        private final ConcurrentHashMap<Integer, Pool<MemorySegment>> compressors =
                new ConcurrentHashMap<>(LEVELS);

        private Library(SymbolLookup lookup) {
            var descriptor = FunctionDescriptor.of(ADDRESS, JAVA_INT);
            allocateCompressor = function(lookup, "libdeflate_alloc_compressor", descriptor);
            var release = FunctionDescriptor.ofVoid(ADDRESS);
            freeCompressor = function(lookup, "libdeflate_free_compressor", release);
            MethodHandle allocate =
                    function(
                            lookup,
                            "libdeflate_alloc_decompressor",
                            FunctionDescriptor.of(ADDRESS));
            MethodHandle free = function(lookup, "libdeflate_free_decompressor", release);
            decompressors = new Pool<>(() -> allocated(allocate), item -> freed(free, item));
            gzip = function(lookup, "libdeflate_gzip_compress", arrays(JAVA_LONG));
            gunzip =
                    function(
                            lookup,
                            "libdeflate_gzip_decompress_ex",
                            arrays(JAVA_INT).appendArgumentLayouts(ADDRESS, ADDRESS));
        }

        /** A context, then source with length, then target with length. */
        private static FunctionDescriptor arrays(MemoryLayout result) {
            return FunctionDescriptor.of(result, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG);
        }

        private static MethodHandle function(
                SymbolLookup lookup, String name, FunctionDescriptor descriptor) {
            return Linker.nativeLinker()
                    .downcallHandle(
                            lookup.findOrThrow(name), descriptor, Linker.Option.critical(true));
        }

        static @Nullable Library find() {
            for (String name : NAMES) {
                try {
                    return new Library(SymbolLookup.libraryLookup(name, Arena.global()));
                } catch (IllegalArgumentException
                        | java.util.NoSuchElementException
                        | IllegalCallerException absent) {
                    // Not installed, too old, or native access denied: the JDK serves.
                }
            }
            return null;
        }

        Pool<MemorySegment> compressors(int level) {
            return compressors.computeIfAbsent(
                    level,
                    _ ->
                            new Pool<>(
                                    () ->
                                            allocated(
                                                    MethodHandles.insertArguments(
                                                            allocateCompressor, 0, level)),
                                    item -> freed(freeCompressor, item)));
        }

        private static MemorySegment allocated(MethodHandle allocate) {
            MemorySegment item;
            try {
                item = (MemorySegment) allocate.invoke();
            } catch (Throwable e) {
                throw new IllegalStateException("libdeflate allocation failed", e);
            }
            if (item.address() == 0) {
                throw new OutOfMemoryError("libdeflate: no native memory");
            }
            return item;
        }

        private static void freed(MethodHandle free, MemorySegment item) {
            try {
                free.invokeExact(item);
            } catch (Throwable e) {
                throw new IllegalStateException("libdeflate free failed", e);
            }
        }
    }
}
