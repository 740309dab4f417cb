// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import org.jspecify.annotations.Nullable;

/**
 * What all generated records have in common: where their bytes came from, and whether those still
 * say the same.
 *
 * <h2>Sealing</h2>
 *
 * Three walks, each downwards from the root and only through what was opened: {@link #settle} asks
 * whether something changed and marks every record on the way to a change; {@link #measure} sums
 * sizes from below into {@link #size}; {@link #write} copies clean records and encodes the others.
 * After that a written record is clean and its source is the new array. There are no parent
 * pointers, so a record may be put under any parent.
 */
abstract class Message {
    static final byte[] NO_BYTES = {};

    /** What {@link #start} and {@link #end} and the ranges of unopened children refer to. */
    byte[] source = NO_BYTES;

    /** The encoded body in {@link #source}, as long as the record is clean. */
    int start;

    int end;

    /** Size of the encoded body, after {@link #measure}. */
    int size;

    /** Differs from {@link #source}; after {@link #settle} also if only a child does. */
    boolean dirty;

    /** Stands for a field that is not set: not written until something in it is edited. */
    boolean absent;

    @Nullable JoinedBytes unknown;

    Message(boolean dirty) {
        this.dirty = dirty;
    }

    /** Adds fields as protobuf merges them: scalars replace, lists grow, messages merge. */
    abstract void merge(byte[] buffer, int from, int to);

    /** Whether this record or an opened part of it was edited. */
    abstract boolean settle();

    /** The size of the body, also stored in {@link #size}; only after {@link #settle}. */
    abstract int measure();

    /** Writes the body; only after {@link #measure}. */
    abstract int write(byte[] out, int position);

    /** Reads the body of this so far empty record, which remembers where it stands. */
    final void open(byte[] buffer, int from, int to) {
        source = buffer;
        start = from;
        end = to;
        merge(buffer, from, to);
    }

    /** Merges a second occurrence of a field: from now on the source says too little. */
    final void mergeAgain(byte[] buffer, int from, int to) {
        merge(buffer, from, to);
        dirty = true;
    }

    final boolean settled(boolean changed) {
        dirty = changed;
        if (changed) {
            absent = false;
        }
        return changed;
    }

    final void keepUnknown(byte[] buffer, int from, int to) {
        if (unknown == null) {
            unknown = new JoinedBytes();
        }
        unknown.append(buffer, from, to);
    }

    final int unknownSize() {
        return unknown == null ? 0 : unknown.length;
    }

    final int writeUnknown(byte[] out, int position) {
        return unknown == null ? position : unknown.write(out, position);
    }

    final int copySource(byte[] out, int position) {
        return FieldWriter.putRange(out, position, source, start, end);
    }

    /** The record was encoded from its fields: its bytes are in {@code out} now. */
    final int written(byte[] out, int from, int to) {
        source = out;
        start = from;
        end = to;
        dirty = false;
        return to;
    }

    static int sizeChild(int tagSize, @Nullable Message child, int start, int end) {
        if (child == null) {
            return end == 0 ? 0 : tagSize + FieldWriter.delimited(end - start);
        }
        return child.absent ? 0 : tagSize + FieldWriter.delimited(child.measure());
    }

    static int writeChild(byte[] out, int position, int tag, Message child) {
        return child.absent
                ? position
                : child.write(out, FieldWriter.putHead(out, position, tag, child.size));
    }

    /** A value that came in parts: what came before, to append to. */
    final JoinedBytes join(@Nullable JoinedBytes parts, int from, int to) {
        return parts != null ? parts : new JoinedBytes().append(source, from, to);
    }

    final Value decodeValue(@Nullable JoinedBytes parts, int from, int to) {
        return parts != null
                ? ValueCodec.decode(parts.bytes, 0, parts.length)
                : ValueCodec.decode(source, from, to);
    }

    /** The present content, encoded for itself. */
    final byte[] toByteArray() {
        boolean edited = settle();
        byte[] out = new byte[measure()];
        write(out, 0);
        // Its parents must still see that it differs from what they hold.
        dirty = edited;
        return out;
    }
}
