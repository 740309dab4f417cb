// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What something is, as a key for maps: a resource, a time series, a log record without its time.
 * Two keys are equal exactly if the same was added to them; attributes and maps count as sets of
 * entries, whatever their order. Immutable, and holds on to no request.
 *
 * <pre>{@code
 * ContentKey key = new ContentKey.Builder().add(resource.attributes()).add(metric.name()).build();
 * }</pre>
 *
 * <p>Keys are comparable, so that a {@link java.util.HashMap} stays quick when a sender chooses
 * content that collides.
 */
public final class ContentKey implements Comparable<ContentKey> {
    private final byte[] bytes;
    private final int hash;

    private ContentKey(byte[] bytes) {
        this.bytes = bytes;
        this.hash = Arrays.hashCode(bytes);
    }

    /** Bytes that the key keeps in memory, without the few of its objects. */
    public int byteSize() {
        return bytes.length;
    }

    /** An order without a meaning. */
    @Override
    public int compareTo(ContentKey other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ContentKey that
                && hash == that.hash
                && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return "ContentKey[%08x, %d bytes]".formatted(hash, bytes.length);
    }

    /**
     * Gathers what makes a key. What several keys begin with is added once: note {@link #length},
     * and {@link #truncate} to it before the next. Confined to one thread.
     */
    public static final class Builder {
        private static final Comparator<KeyValue> BY_KEY =
                Comparator.<KeyValue, Value.Str>comparing(KeyValue::keyText)
                        .thenComparingInt(KeyValue::keyStrindex);
        private static final int INITIAL_BYTES = 256;

        private byte[] buffer = new byte[INITIAL_BYTES];
        private int length;

        /** A builder with nothing in it. */
        public Builder() {}

        /** Bytes so far, for {@link #truncate}. */
        public int length() {
            return length;
        }

        /** Forgets what was added since {@link #length} was {@code earlier}. */
        public Builder truncate(int earlier) {
            if (earlier < 0 || earlier > length) {
                throw new IllegalArgumentException(
                        "earlier: %d (expected: 0 to %d)".formatted(earlier, length));
            }
            length = earlier;
            return this;
        }

        /** Adds a number. */
        public Builder add(long number) {
            ensure(Long.BYTES);
            FieldWriter.putBigEndian(buffer, length, number);
            length += Long.BYTES;
            return this;
        }

        /** Adds a text. */
        public Builder add(String text) {
            return addText(Value.Str.of(text));
        }

        /** Adds an id. */
        public Builder add(TraceId id) {
            return add(id.high()).add(id.low());
        }

        /** Adds attributes, as a set. */
        public Builder add(Attributes attributes) {
            int count = attributes.size();
            addCount(count);
            if (count == 0) {
                return this;
            }
            KeyValue[] entries = new KeyValue[count];
            int at = 0;
            for (KeyValue entry : attributes) {
                entries[at++] = entry;
            }
            return addEntries(entries);
        }

        /** Adds a value; its kind counts. */
        public Builder add(Value value) {
            switch (value) {
                case Value.Empty empty -> {
                    addKind(0, empty.byteLength());
                    ensure(empty.byteLength());
                    length = empty.copyTo(buffer, length);
                }
                case Value.Str text -> {
                    addByte(1);
                    addText(text);
                }
                case Value.Int number -> addKind(2, number.value());
                case Value.Dbl number -> addKind(3, Double.doubleToRawLongBits(number.value()));
                case Value.Bool flag -> addByte(flag.value() ? 5 : 4);
                case Value.Bytes content -> {
                    addKind(6, content.size());
                    ensure(content.size());
                    length = content.copyTo(buffer, length);
                }
                case Value.Arr list -> addList(list.values());
                case Value.MapV map -> {
                    KeyValue[] entries = map.entries().toArray(KeyValue[]::new);
                    addByte(8);
                    addCount(entries.length);
                    addEntries(entries);
                }
                case Value.StrIndex reference -> addKind(9, reference.index());
            }
            return this;
        }

        /** The key of all that was added; the builder can go on. */
        public ContentKey build() {
            return new ContentKey(Arrays.copyOf(buffer, length));
        }

        private void addList(List<Value> values) {
            addByte(7);
            addCount(values.size());
            for (Value each : values) {
                add(each);
            }
        }

        private Builder addEntries(KeyValue[] entries) {
            if (entries.length > 1) {
                Arrays.sort(entries, BY_KEY);
            }
            for (KeyValue entry : entries) {
                addText(entry.keyText());
                if (entry.keyStrindex() != 0) {
                    addKind(10, entry.keyStrindex());
                }
                add(entry.value());
            }
            return this;
        }

        private Builder addText(Value.Str text) {
            int size = text.byteLength();
            addCount(size);
            ensure(size);
            length = text.copyTo(buffer, length);
            return this;
        }

        private void addKind(int kind, long number) {
            addByte(kind);
            add(number);
        }

        private void addCount(int count) {
            ensure(5);
            length = FieldWriter.putVarint(buffer, length, count);
        }

        private void addByte(int value) {
            ensure(1);
            buffer[length++] = (byte) value;
        }

        private void ensure(int more) {
            if (length + more > buffer.length) {
                buffer = Arrays.copyOf(buffer, Math.max(length + more, buffer.length * 2));
            }
        }
    }
}
