// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.sys;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The part of the kernel's type information that objects are relocated by: structs, unions and
 * enums of some names with what lies inside of them. Pointers lead nowhere, since relocations do
 * not follow them. libbpf goes over all types for each struct that an object mentions, and for each
 * object anew: over some hundreds of them that costs nothing, over all of them tens of milliseconds
 * an object. Confined to one thread.
 */
final class BtfExcerpt {
    private static final int HEAD_BYTES = 24;
    private static final int TYPE_BYTES = 12;
    private static final int VERSION = 1;
    private static final int NO_NAME = 0;
    private static final int NOTHING = 0;

    private final Btf from;
    private final ByteArrayOutputStream types = new ByteArrayOutputStream();
    private final ByteArrayOutputStream texts = new ByteArrayOutputStream();
    private final Map<String, Integer> textOffsets = new HashMap<>();
    private final Map<Integer, Integer> numbers = new HashMap<>();

    /** Types by their new numbers, which count from 1. */
    private final List<Integer> taken = new ArrayList<>();

    /** The number of the pointer to nothing; 0 where there is none yet. */
    private int pointer;

    private BtfExcerpt(Btf from) {
        this.from = from;
        texts.write(0);
        textOffsets.put("", NO_NAME);
    }

    /**
     * The excerpt as bytes.
     *
     * @param names without what stands behind {@code ___}
     */
    static byte[] of(Btf from, Set<String> names) throws BpfException {
        try {
            var excerpt = new BtfExcerpt(from);
            var hashes = new BitSet();
            names.forEach(each -> hashes.set(Btf.nameHash(each)));
            for (int id = 1; id < from.count(); id++) {
                // A string only for what may be it: the kernel has tens of thousands of names.
                if (from.isNamedData(id)
                        && hashes.get(from.nameHash(id))
                        && names.contains(from.name(id))) {
                    excerpt.take(id);
                }
            }
            return excerpt.write();
        } catch (IndexOutOfBoundsException e) {
            throw new BpfException("broken BTF", Errno.EINVAL);
        }
    }

    /** The new number of a type. */
    private int take(int id) throws BpfException {
        if (id == NOTHING || from.isCode(id)) {
            return NOTHING;
        }
        if (from.isPointer(id)) {
            if (pointer == 0) {
                pointer = add(id);
            }
            return pointer;
        }
        Integer known = numbers.get(id);
        return known == null ? add(id) : known;
    }

    private int add(int id) {
        taken.add(id);
        numbers.put(id, taken.size());
        return taken.size();
    }

    private byte[] write() throws BpfException {
        // Writing a type takes those that it holds.
        for (int i = 0; i < taken.size(); i++) {
            writeType(taken.get(i));
        }
        return ByteBuffer.allocate(HEAD_BYTES + types.size() + texts.size())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) Btf.MAGIC)
                .put((byte) VERSION)
                .put((byte) 0)
                .putInt(HEAD_BYTES)
                .putInt(0)
                .putInt(types.size())
                .putInt(types.size())
                .putInt(texts.size())
                .put(types.toByteArray())
                .put(texts.toByteArray())
                .array();
    }

    private void writeType(int id) throws BpfException {
        ByteBuffer type = from.type(id);
        type.putInt(0, text(from.name(id)));
        switch (from.content(id)) {
            case NUMBER -> {}
            case REFERENCE -> refer(type, 8);
            case ARRAY -> {
                refer(type, TYPE_BYTES);
                refer(type, TYPE_BYTES + 4);
            }
            case MEMBERS -> {
                for (int at = TYPE_BYTES; at < type.limit(); at += 12) {
                    rename(type, at);
                    refer(type, at + 4);
                }
            }
            case CONSTANTS -> {
                int each = (type.limit() - TYPE_BYTES) / Math.max(1, from.entryCount(id));
                for (int at = TYPE_BYTES; at < type.limit(); at += each) {
                    rename(type, at);
                }
            }
        }
        var written = new byte[type.limit()];
        type.get(0, written);
        types.writeBytes(written);
    }

    private void refer(ByteBuffer type, int at) throws BpfException {
        type.putInt(at, take(type.getInt(at)));
    }

    private void rename(ByteBuffer type, int at) {
        type.putInt(at, text(from.string(type.getInt(at))));
    }

    private int text(String text) {
        return textOffsets.computeIfAbsent(
                text,
                _ -> {
                    int offset = texts.size();
                    texts.writeBytes(text.getBytes(StandardCharsets.UTF_8));
                    texts.write(0);
                    return offset;
                });
    }
}
