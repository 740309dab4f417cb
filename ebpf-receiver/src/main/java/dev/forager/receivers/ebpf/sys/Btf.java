// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.sys;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Type information (BTF) of an object or of the kernel: where the fields of structs lie, what the
 * constants of an enum are called. Read from bytes, so it needs neither libbpf nor privileges.
 * Immutable.
 *
 * @see <a href="https://docs.kernel.org/bpf/btf.html">the kernel's description of BTF</a>
 */
public final class Btf {
    private static final int MAGIC = 0xeb9f;
    private static final int ELF_MAGIC = 0x464c457f;

    private static final int INT = 1;
    private static final int POINTER = 2;
    private static final int ARRAY = 3;
    private static final int STRUCT = 4;
    private static final int UNION = 5;
    private static final int ENUM = 6;
    private static final int FUNCTION_PROTOTYPE = 13;
    private static final int VARIABLE = 14;
    private static final int DATA_SECTION = 15;
    private static final int FLOAT = 16;
    private static final int DECLARATION_TAG = 17;
    private static final int ENUM64 = 19;

    private final ByteBuffer bytes;
    private final int strings;
    private final int stringsEnd;

    /** Where each type begins; types count from 1. */
    private final int[] types;

    private Btf(ByteBuffer bytes) throws BpfException {
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
        require(bytes.remaining() >= 24 && (bytes.getShort(0) & 0xffff) == MAGIC, "no BTF");
        int head = bytes.getInt(4);
        int typesAt = head + bytes.getInt(8);
        int typesEnd = typesAt + bytes.getInt(12);
        strings = head + bytes.getInt(16);
        stringsEnd = strings + bytes.getInt(20);
        require(
                head >= 24
                        && typesAt >= head
                        && typesEnd >= typesAt
                        && typesEnd <= bytes.limit()
                        && strings >= head
                        && stringsEnd >= strings
                        && stringsEnd <= bytes.limit(),
                "BTF sections lie outside of the file");
        types = index(typesAt, typesEnd);
    }

    /** Reads BTF as {@code /sys/kernel/btf/vmlinux} has it. */
    public static Btf ofRaw(byte[] raw) throws BpfException {
        try {
            return new Btf(ByteBuffer.wrap(raw));
        } catch (IndexOutOfBoundsException e) {
            throw new BpfException("BTF ends too early", Errno.EINVAL);
        }
    }

    /** Reads the BTF section of a compiled object. */
    public static Btf ofObject(byte[] elf) throws BpfException {
        try {
            ByteBuffer file = ByteBuffer.wrap(elf).order(ByteOrder.LITTLE_ENDIAN);
            require(elf.length >= 64 && file.getInt(0) == ELF_MAGIC, "no ELF file");
            long sections = file.getLong(0x28);
            int entry = file.getShort(0x3a) & 0xffff;
            int count = file.getShort(0x3c) & 0xffff;
            int names = at(sections + (long) (file.getShort(0x3e) & 0xffff) * entry, elf);
            int nameTable = at(file.getLong(names + 0x18), elf);
            for (int i = 0; i < count; i++) {
                int section = at(sections + (long) i * entry, elf);
                if (text(file, nameTable + file.getInt(section)).equals(".BTF")) {
                    int offset = at(file.getLong(section + 0x18), elf);
                    int size = at(file.getLong(section + 0x20), elf);
                    return new Btf(file.slice(offset, size));
                }
            }
        } catch (IndexOutOfBoundsException e) {
            throw new BpfException("object ends too early", Errno.EINVAL);
        }
        throw new BpfException("object has no BTF (expected: compiled with -g)", Errno.EINVAL);
    }

    private static int at(long offset, byte[] file) throws BpfException {
        require(offset >= 0 && offset <= file.length, "offset lies outside of the file");
        return (int) offset;
    }

    private static void require(boolean condition, String problem) throws BpfException {
        if (!condition) {
            throw new BpfException(problem, Errno.EINVAL);
        }
    }

    private int[] index(int from, int to) throws BpfException {
        List<Integer> found = new ArrayList<>();
        found.add(0);
        int at = from;
        while (at < to) {
            found.add(at);
            at += 12 + extraBytes(at);
        }
        return found.stream().mapToInt(Integer::intValue).toArray();
    }

    private int extraBytes(int type) throws BpfException {
        int entries = entries(type);
        return switch (kind(type)) {
            case INT, VARIABLE, DECLARATION_TAG -> 4;
            case ARRAY -> 12;
            case STRUCT, UNION, DATA_SECTION, ENUM64 -> 12 * entries;
            case ENUM, FUNCTION_PROTOTYPE -> 8 * entries;
            case POINTER, 7, 8, 9, 10, 11, 12, FLOAT, 18 -> 0;
            default -> throw new BpfException("BTF kind: " + kind(type), Errno.EINVAL);
        };
    }

    private int kind(int type) {
        return (bytes.getInt(type + 4) >>> 24) & 31;
    }

    private int entries(int type) {
        return bytes.getInt(type + 4) & 0xffff;
    }

    private String string(int offset) {
        if (offset < 0 || offset >= stringsEnd - strings) {
            return "";
        }
        return text(bytes, strings + offset);
    }

    private static String text(ByteBuffer from, int offset) {
        int end = offset;
        while (from.get(end) != 0) {
            end++;
        }
        return new String(
                from.array(), from.arrayOffset() + offset, end - offset, StandardCharsets.UTF_8);
    }

    private boolean isNamed(int type, byte[] wanted) {
        int offset = strings + bytes.getInt(type);
        for (int i = 0; i < wanted.length; i++) {
            if (offset + i >= stringsEnd || bytes.get(offset + i) != wanted[i]) {
                return false;
            }
        }
        return offset + wanted.length < stringsEnd && bytes.get(offset + wanted.length) == 0;
    }

    private int find(int kind, String name) {
        byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
        for (int i = 1; i < types.length; i++) {
            if (kind(types[i]) == kind && isNamed(types[i], wanted)) {
                return types[i];
            }
        }
        return 0;
    }

    /**
     * The layout of a struct.
     *
     * @throws BpfException when there is none of this name
     */
    public BtfStruct struct(String name) throws BpfException {
        try {
            return structOf(name);
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            throw new BpfException("struct %s: broken BTF".formatted(name), Errno.EINVAL);
        }
    }

    private BtfStruct structOf(String name) throws BpfException {
        int type = find(STRUCT, name);
        require(type != 0, "struct %s: not in BTF".formatted(name));
        Map<String, BtfStruct.Field> fields = new HashMap<>();
        for (int i = 0; i < entries(type); i++) {
            int member = type + 12 + 12 * i;
            // Bit fields have their width in the upper byte; none is read here.
            int bits = bytes.getInt(member + 8) & 0xff_ffff;
            fields.put(
                    string(bytes.getInt(member)),
                    new BtfStruct.Field(bits / 8, sizeOf(bytes.getInt(member + 4), 0)));
        }
        return new BtfStruct(name, bytes.getInt(type + 8), fields);
    }

    private int sizeOf(int id, int depth) throws BpfException {
        require(id > 0 && id < types.length && depth < 32, "BTF type: " + id);
        int type = types[id];
        return switch (kind(type)) {
            case POINTER -> 8;
            case ARRAY ->
                    Math.multiplyExact(
                            sizeOf(bytes.getInt(type + 12), depth + 1), bytes.getInt(type + 20));
            case 8, 9, 10, 11, 18 -> sizeOf(bytes.getInt(type + 8), depth + 1);
            default -> bytes.getInt(type + 8);
        };
    }

    /** The constants of an enum by value; null where there is none of this name. */
    public @Nullable Map<Integer, String> enumeration(String name) throws BpfException {
        try {
            return enumerationOf(name);
        } catch (IndexOutOfBoundsException e) {
            throw new BpfException("enum %s: broken BTF".formatted(name), Errno.EINVAL);
        }
    }

    private @Nullable Map<Integer, String> enumerationOf(String name) {
        int type = find(ENUM, name);
        if (type == 0) {
            return null;
        }
        Map<Integer, String> constants = new HashMap<>();
        for (int i = 0; i < entries(type); i++) {
            int entry = type + 12 + 8 * i;
            constants.put(bytes.getInt(entry + 4), string(bytes.getInt(entry)));
        }
        return constants;
    }
}
