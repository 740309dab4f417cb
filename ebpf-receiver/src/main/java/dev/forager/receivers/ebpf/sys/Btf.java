// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.sys;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Type information (BTF) of an object or of the kernel: where the fields of structs lie, what the
 * constants of an enum are called. Read from bytes, so it needs neither libbpf nor privileges.
 * Immutable.
 *
 * <p>Longer than most files: one short method for each question to the format.
 *
 * @see <a href="https://docs.kernel.org/bpf/btf.html">the kernel's description of BTF</a>
 */
public final class Btf {
    static final int MAGIC = 0xeb9f;

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
        ByteBuffer section = ElfFile.read(elf).section(".BTF");
        if (section == null) {
            throw new BpfException("object has no BTF (expected: compiled with -g)", Errno.EINVAL);
        }
        try {
            return new Btf(section);
        } catch (IndexOutOfBoundsException e) {
            throw new BpfException("object ends too early", Errno.EINVAL);
        }
    }

    private static void require(boolean condition, String problem) throws BpfException {
        ElfFile.require(condition, problem);
    }

    /** The kernel has more than a hundred thousand types: no object for each. */
    private int[] index(int from, int to) throws BpfException {
        var found = new int[1024];
        int count = 1;
        int at = from;
        while (at < to) {
            if (count == found.length) {
                found = Arrays.copyOf(found, 2 * count);
            }
            found[count++] = at;
            at += 12 + extraBytes(at);
        }
        return Arrays.copyOf(found, count);
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

    /** What a type holds that refers to others. */
    enum Content {
        /** Nothing: its size says all. */
        NUMBER,
        /** The type behind a pointer, or that has another name. */
        REFERENCE,
        /** The type of the elements and that of the index. */
        ARRAY,
        /** Names and types. */
        MEMBERS,
        /** Names. */
        CONSTANTS
    }

    /** One more than the number of the last type. */
    int count() {
        return types.length;
    }

    /** A copy of the type with what follows it. */
    ByteBuffer type(int id) throws BpfException {
        var copy = new byte[12 + extraBytes(types[id])];
        bytes.get(types[id], copy);
        return ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The name; empty where it has none. */
    String name(int id) {
        return string(bytes.getInt(types[id]));
    }

    /** A number of 16 bits that the same names have in common. */
    int nameHash(int id) {
        int hash = 0;
        for (int at = strings + bytes.getInt(types[id]); bytes.get(at) != 0; at++) {
            hash = 31 * hash + bytes.get(at);
        }
        return hash & 0xffff;
    }

    /** The same of a name at hand. */
    static int nameHash(String name) {
        int hash = 0;
        for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
            hash = 31 * hash + each;
        }
        return hash & 0xffff;
    }

    /** How many members or constants it has. */
    int entryCount(int id) {
        return entries(types[id]);
    }

    boolean isPointer(int id) {
        return kind(types[id]) == POINTER;
    }

    /** Whether it is a function, a variable or the like: nothing that lies in a struct. */
    boolean isCode(int id) {
        return switch (kind(types[id])) {
            case 12, FUNCTION_PROTOTYPE, VARIABLE, DATA_SECTION, DECLARATION_TAG -> true;
            default -> false;
        };
    }

    /** Whether it is a struct, a union or an enum. */
    private boolean isData(int id) {
        return switch (kind(types[id])) {
            case STRUCT, UNION, ENUM, ENUM64 -> true;
            default -> false;
        };
    }

    /** Whether it is a struct, a union or an enum with a name. */
    boolean isNamedData(int id) {
        return isData(id) && bytes.getInt(types[id]) != 0;
    }

    /** What of a type that {@link #isCode is no code} refers to others. */
    Content content(int id) {
        return switch (kind(types[id])) {
            case POINTER, 8, 9, 10, 11, 18 -> Content.REFERENCE;
            case ARRAY -> Content.ARRAY;
            case STRUCT, UNION -> Content.MEMBERS;
            case ENUM, ENUM64 -> Content.CONSTANTS;
            default -> Content.NUMBER;
        };
    }

    /**
     * The names of all structs, unions and enums, as the kernel has them: what stands behind three
     * underscores is the object's own.
     */
    Set<String> dataNames() {
        Set<String> names = new HashSet<>();
        for (int i = 1; i < types.length; i++) {
            if (isNamedData(i)) {
                String name = name(i);
                int flavor = name.indexOf("___", 1);
                names.add(flavor < 0 ? name : name.substring(0, flavor));
            }
        }
        return names;
    }

    private int kind(int type) {
        return (bytes.getInt(type + 4) >>> 24) & 31;
    }

    private int entries(int type) {
        return bytes.getInt(type + 4) & 0xffff;
    }

    String string(int offset) {
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
        return layout(name, type);
    }

    private BtfStruct layout(String name, int type) throws BpfException {
        SequencedMap<String, BtfStruct.Field> fields = new LinkedHashMap<>();
        for (int i = 0; i < entries(type); i++) {
            int member = type + 12 + 12 * i;
            // Bit fields have their width in the upper byte; none is read here.
            int bits = bytes.getInt(member + 8) & 0xff_ffff;
            int of = bytes.getInt(member + 4);
            fields.put(
                    string(bytes.getInt(member)),
                    new BtfStruct.Field(bits / 8, sizeOf(of, 0), isSigned(of)));
        }
        return new BtfStruct(name, bytes.getInt(type + 8), fields);
    }

    /** What a name of another type, a constant or a volatile one stands for. */
    private int resolved(int id) throws BpfException {
        int at = id;
        for (int depth = 0; depth < 32; depth++) {
            require(at > 0 && at < types.length, "BTF type: " + at);
            int type = types[at];
            switch (kind(type)) {
                case 8, 9, 10, 11, 18 -> at = bytes.getInt(type + 8);
                default -> {
                    return type;
                }
            }
        }
        throw new BpfException("BTF type: names of names", Errno.EINVAL);
    }

    private boolean isSigned(int id) throws BpfException {
        int type = resolved(id);
        return kind(type) == INT && (bytes.get(type + 15) & 1) == 1;
    }

    /**
     * The maps that the object declares by their types, as the macros of libbpf do, in the order of
     * the object.
     */
    public List<MapDefinition> maps() throws BpfException {
        try {
            int section = find(DATA_SECTION, ".maps");
            List<MapDefinition> found = new ArrayList<>();
            for (int i = 0; section != 0 && i < entries(section); i++) {
                int id = bytes.getInt(section + 12 + 12 * i);
                require(id > 0 && id < types.length, "BTF type: " + id);
                int variable = types[id];
                require(kind(variable) == VARIABLE, ".maps: no variable");
                found.add(
                        map(string(bytes.getInt(variable)), resolved(bytes.getInt(variable + 8))));
            }
            return found;
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            throw new BpfException("maps: broken BTF", Errno.EINVAL);
        }
    }

    private MapDefinition map(String name, int definition) throws BpfException {
        require(kind(definition) == STRUCT, name + ": no definition of a map");
        int mapType = 0;
        MapType key = MapType.NONE;
        MapType value = MapType.NONE;
        for (int i = 0; i < entries(definition); i++) {
            int member = definition + 12 + 12 * i;
            int pointer = resolved(bytes.getInt(member + 4));
            if (kind(pointer) != POINTER) {
                continue; // The values of a map of maps.
            }
            int to = bytes.getInt(pointer + 8);
            switch (string(bytes.getInt(member))) {
                case "type" -> mapType = number(to);
                case "key" -> key = mapType(to);
                case "value" -> value = mapType(to);
                case "key_size" -> key = new MapType(number(to), false, null);
                case "value_size" -> value = new MapType(number(to), false, null);
                default -> {} // Capacity, flags: libbpf's.
            }
        }
        return new MapDefinition(name, mapType, key, value);
    }

    /** A number that a macro of libbpf wrote down as the length of an array. */
    private int number(int id) throws BpfException {
        int type = resolved(id);
        require(kind(type) == ARRAY, "definition of a map: no array");
        return bytes.getInt(type + 20);
    }

    private MapType mapType(int id) throws BpfException {
        int type = resolved(id);
        boolean isStruct = kind(type) == STRUCT;
        return new MapType(
                sizeOf(id, 0),
                isSigned(id),
                isStruct ? layout(string(bytes.getInt(type)), type) : null);
    }

    /**
     * The type of a map's keys or values. Immutable.
     *
     * @param size in bytes
     * @param isSigned whether it is a signed number
     * @param struct its fields; null where it is none
     */
    public record MapType(int size, boolean isSigned, @Nullable BtfStruct struct) {
        static final MapType NONE = new MapType(0, false, null);
    }

    /**
     * A map as an object declares it. Immutable.
     *
     * @param name its name
     * @param type number of its type, as in linux/bpf.h
     * @param key of size 0 where it has none, as a ring buffer
     * @param value of size 0 where it has none
     */
    public record MapDefinition(String name, int type, MapType key, MapType value) {}

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
