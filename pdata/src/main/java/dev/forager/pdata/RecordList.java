// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import static java.util.Objects.checkIndex;
import static java.util.Objects.requireNonNull;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.RandomAccess;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A repeated message field: an ordinary list whose elements are decoded when they are asked for.
 *
 * <p>An element that came with the list has a range of bytes, tag included; neighbours that nobody
 * edited are written with one copy. An element put in later has none and brings its own source.
 *
 * @param <T> the record
 */
@SuppressWarnings("ReferenceEquality") // the very same array, else ranges mean nothing
final class RecordList<T extends Message> extends AbstractList<T> implements RandomAccess {
    private static final int NO_RANGE = -1;
    private static final int MIN_CAPACITY = 4;

    private final RecordType<T> type;
    private final int tag;

    /** What the ranges refer to. */
    private byte[] buffer = Message.NO_BYTES;

    /** Two ints an element: where its tag starts, or {@link #NO_RANGE}, and where it ends. */
    private int[] ranges = {};

    private @Nullable Message[] records = {};
    private int count;
    private boolean dirty;

    RecordList(int tag, RecordType<T> type) {
        this.tag = tag;
        this.type = type;
    }

    /**
     * Takes the element at {@code tagStart} and those that follow it at once, as they mostly do.
     * The answer is the position behind them.
     */
    int addRanges(byte[] from, int tagStart, int end) {
        int p = tagStart;
        int first = from[p];
        do {
            int next = FieldReader.fieldEnd(from, p);
            addRange(from, p, next);
            p = next;
        } while (p < end && from[p] == first && first >= 0);
        return p;
    }

    private void addRange(byte[] from, int tagStart, int end) {
        if (count == 0) {
            buffer = from;
        }
        ensure(count + 1);
        if (from == buffer) {
            ranges[2 * count] = tagStart;
            ranges[2 * count + 1] = end;
        } else {
            ranges[2 * count] = NO_RANGE;
            records[count] = decode(from, tagStart, end);
        }
        count++;
    }

    private T decode(byte[] from, int tagStart, int end) {
        FieldReader in = new FieldReader(from, tagStart, end);
        in.varint32();
        return type.decode(from, in.hop(), end);
    }

    private void ensure(int capacity) {
        if (capacity > records.length) {
            int grown = Math.max(MIN_CAPACITY, Math.max(capacity, records.length * 2));
            records = Arrays.copyOf(records, grown);
            ranges = Arrays.copyOf(ranges, grown * 2);
        }
    }

    @Override
    public int size() {
        return count;
    }

    @SuppressWarnings("unchecked") // only a T is ever stored
    @Override
    public T get(int index) {
        checkIndex(index, count);
        Message record = records[index];
        if (record == null) {
            record = decode(buffer, ranges[2 * index], ranges[2 * index + 1]);
            records[index] = record;
        }
        return (T) record;
    }

    /** Element by element, of which those that are not open stay so. */
    Iterable<T> passing() {
        return Passing::new;
    }

    private final class Passing implements Iterator<T> {
        private int next;

        @Override
        public boolean hasNext() {
            return next < count;
        }

        @SuppressWarnings("unchecked") // only a T is ever stored
        @Override
        public T next() {
            if (next == count) {
                throw new NoSuchElementException();
            }
            int index = next++;
            Message record = records[index];
            return record == null
                    ? decode(buffer, ranges[2 * index], ranges[2 * index + 1])
                    : (T) record;
        }
    }

    @Override
    public T set(int index, T record) {
        T before = get(index);
        records[index] = requireNonNull(record, "record");
        ranges[2 * index] = NO_RANGE;
        dirty = true;
        return before;
    }

    @Override
    public void add(int index, T record) {
        requireNonNull(record, "record");
        checkIndex(index, count + 1);
        ensure(count + 1);
        move(index, index + 1, count - index);
        records[index] = record;
        ranges[2 * index] = NO_RANGE;
        count++;
        changed();
    }

    @Override
    public T remove(int index) {
        T removed = get(index);
        move(index + 1, index, count - index - 1);
        count--;
        records[count] = null;
        changed();
        return removed;
    }

    private void move(int from, int to, int length) {
        System.arraycopy(records, from, records, to, length);
        System.arraycopy(ranges, 2 * from, ranges, 2 * to, 2 * length);
    }

    private void changed() {
        dirty = true;
        modCount++;
    }

    @Override
    protected void removeRange(int from, int to) {
        if (to > from) {
            move(to, from, count - to);
            Arrays.fill(records, count - (to - from), count, null);
            count -= to - from;
            changed();
        }
    }

    @SuppressWarnings("unchecked") // only a T is ever tested
    @Override
    public boolean removeIf(Predicate<? super T> filter) {
        requireNonNull(filter, "filter");
        BitSet drop = new BitSet(count);
        int expected = modCount;
        int size = count;
        for (int i = 0; i < size && modCount == expected; i++) {
            if (filter.test(get(i))) {
                drop.set(i);
            }
        }
        if (modCount != expected) {
            throw new ConcurrentModificationException();
        }
        return removeAll(drop);
    }

    @Override
    public boolean removeAll(Collection<?> others) {
        return removeIf(others::contains);
    }

    /** Removes the elements at these places, without decoding any. */
    boolean removeAll(BitSet drop) {
        if (drop.isEmpty()) {
            return false;
        }
        int kept = drop.nextSetBit(0);
        for (int i = kept; i < count; i++) {
            if (!drop.get(i)) {
                records[kept] = records[i];
                ranges[2 * kept] = ranges[2 * i];
                ranges[2 * kept + 1] = ranges[2 * i + 1];
                kept++;
            }
        }
        removeRange(kept, count);
        return true;
    }

    /** Sums over the elements, without decoding those that nobody has opened. */
    @SuppressWarnings("unchecked") // only a T is ever stored
    int sum(ToIntFunction<T> ofOpened, RangeCounter ofRange) {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            Message record = records[i];
            if (record != null) {
                sum += ofOpened.applyAsInt((T) record);
            } else {
                FieldReader in = new FieldReader(buffer, ranges[2 * i], ranges[2 * i + 1]);
                in.varint32();
                sum += ofRange.count(buffer, in.hop(), in.end);
            }
        }
        return sum;
    }

    boolean settle() {
        boolean changed = dirty;
        for (int i = 0; i < count; i++) {
            Message record = records[i];
            if (record != null) {
                changed |= record.settle();
            }
        }
        dirty = changed;
        return changed;
    }

    int measure() {
        int sum = 0;
        int tagSize = FieldWriter.varintSize(tag);
        for (int i = 0; i < count; i++) {
            Message record = records[i];
            if (isCopied(i, record)) {
                sum += ranges[2 * i + 1] - ranges[2 * i];
            } else {
                sum += tagSize + FieldWriter.delimited(requireNonNull(record).measure());
            }
        }
        return sum;
    }

    /**
     * Whether the range says what the record says. A record may stand in two lists: if the other
     * one wrote it first, it is clean, but its source is not this list's range.
     */
    private boolean isCopied(int index, @Nullable Message record) {
        return record == null
                || (!record.dirty
                        && record.source == buffer
                        && ranges[2 * index] != NO_RANGE
                        && record.end == ranges[2 * index + 1]);
    }

    int write(byte[] out, int position) {
        int at = position;
        int i = 0;
        while (i < count) {
            Message record = records[i];
            if (isCopied(i, record)) {
                int next = runEnd(i);
                at = writeRun(out, at, i, next);
                i = next;
            } else {
                at = writeRecord(out, at, i, requireNonNull(record));
                i++;
            }
        }
        buffer = out;
        dirty = false;
        return at;
    }

    /** The first element behind {@code first} that does not follow its neighbour in the buffer. */
    private int runEnd(int first) {
        int i = first + 1;
        while (i < count && ranges[2 * i] == ranges[2 * i - 1] && isCopied(i, records[i])) {
            i++;
        }
        return i;
    }

    private int writeRun(byte[] out, int position, int first, int next) {
        int from = ranges[2 * first];
        int shift = position - from;
        int end = FieldWriter.putRange(out, position, buffer, from, ranges[2 * next - 1]);
        for (int i = 2 * first; i < 2 * next; i++) {
            ranges[i] += shift;
        }
        return end;
    }

    private int writeRecord(byte[] out, int position, int index, Message record) {
        int at = FieldWriter.putHead(out, position, tag, record.size);
        at = record.write(out, at);
        ranges[2 * index] = position;
        ranges[2 * index + 1] = at;
        return at;
    }
}
