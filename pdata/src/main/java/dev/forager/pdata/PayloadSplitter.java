// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a payload into parts between its items, on bytes. Confined to one call.
 *
 * <h2>How</h2>
 *
 * A walk down the containers (resource, scope, and for metrics the metric and its data). Whatever
 * fits into the open part goes there as one range of bytes; what does not is descended into, so
 * that every part but the last is as full as it can be. The containers around the cursor stand on a
 * stack; each knows its heads, which is all it holds but the things to be divided (resource, scope,
 * schema URL, unknown fields), and enters a part with them when the first thing in it does. So
 * heads are repeated exactly in the parts that need them. A container without items travels as if
 * it were an item.
 *
 * <p>What cannot be divided and does not fit into an empty part gets one of its own. Profiles are
 * not divided: their id says that they are one, so a part may hold more samples than asked for.
 */
final class PayloadSplitter {
    private static final int TAG_SIZE = 1;

    private final Signal signal;
    private final Sizer sizer;
    private final long max;
    private final ItemCounter counter;
    private final int unitLevel;
    private final List<Payload> parts = new ArrayList<>();
    private final List<Container> open = new ArrayList<>();
    private Container part = new Container();
    private int partItems;

    private PayloadSplitter(Signal signal, Sizer sizer, long max) {
        this.signal = signal;
        this.sizer = sizer;
        this.max = max;
        this.counter = ItemCounter.of(signal);
        this.unitLevel = signal == Signal.PROFILES ? counter.levels() - 1 : counter.levels();
    }

    static List<Payload> split(Payload payload, Sizer sizer, long max) {
        PayloadSplitter splitter = new PayloadSplitter(payload.signal(), sizer, max);
        for (Segment segment : payload.segments()) {
            splitter.place(0, segment.buffer(), segment.offset(), segment.offset(), segment.end());
        }
        splitter.finishPart();
        return splitter.parts;
    }

    /** Brings a message {@code level} steps below the request into parts. */
    private void place(int level, byte[] buffer, int tagStart, int bodyStart, int end) {
        int items = level == counter.levels() ? 1 : counter.count(level, buffer, bodyStart, end);
        if (fits(items, end - tagStart)) {
            append(items, buffer, tagStart, end);
        } else if (isDivisible(level, buffer, bodyStart, end)) {
            divide(level, buffer, tagStart, bodyStart, end);
        } else {
            finishPart();
            append(items, buffer, tagStart, end);
        }
    }

    /** A message with a child to divide; a metric with two kinds of data is left alone. */
    private boolean isDivisible(int level, byte[] buffer, int start, int end) {
        if (level >= unitLevel) {
            return false;
        }
        int children = 0;
        FieldReader in = new FieldReader(buffer, start, end);
        while (in.hasMore()) {
            int tag = in.varint32();
            in.skip(tag);
            children += counter.isStep(level, tag) ? 1 : 0;
        }
        return counter.isMetric(level) ? children == 1 : children > 0;
    }

    private void divide(int level, byte[] buffer, int tagStart, int bodyStart, int end) {
        int tag = level == 0 ? 0 : new FieldReader(buffer, tagStart, bodyStart).varint32();
        open.add(new Container(tag, heads(level, buffer, bodyStart, end)));
        FieldReader in = new FieldReader(buffer, bodyStart, end);
        while (in.hasMore()) {
            int from = in.position;
            int childTag = in.varint32();
            int lengthAt = in.position;
            in.skip(childTag);
            if (counter.isStep(level, childTag)) {
                FieldReader length = new FieldReader(buffer, lengthAt, end);
                place(level + 1, buffer, from, length.hop(), in.position);
            }
        }
        close(open.size() - 1);
        open.removeLast();
    }

    private Container heads(int level, byte[] buffer, int start, int end) {
        Container heads = new Container();
        FieldReader in = new FieldReader(buffer, start, end);
        while (in.hasMore()) {
            int from = in.position;
            int tag = in.varint32();
            in.skip(tag);
            if (!counter.isStep(level, tag)) {
                heads.add(buffer, from, in.position);
            }
        }
        return heads;
    }

    private boolean fits(int items, int size) {
        return switch (sizer) {
            case REQUESTS -> true;
            case ITEMS -> partItems + (long) items <= max;
            case BYTES -> sizeWith(size) <= max;
        };
    }

    /** Size of the part if {@code size} bytes came into the innermost container. */
    private long sizeWith(int size) {
        long inner = size;
        for (int i = open.size() - 1; i >= 0; i--) {
            Container container = open.get(i);
            long body = inner + container.sizeOrHeads();
            inner = container.tag == 0 ? body : TAG_SIZE + FieldWriter.varintSize(body) + body;
        }
        return part.size + inner;
    }

    private void append(int items, byte[] buffer, int start, int end) {
        for (Container container : open) {
            container.enter();
        }
        (open.isEmpty() ? part : open.getLast()).add(buffer, start, end);
        partItems += items;
    }

    /** Puts a container of the stack into the one around it, if something is in it. */
    private void close(int index) {
        Container container = open.get(index);
        if (container.entered) {
            (index == 0 ? part : open.get(index - 1)).add(container.leave());
        }
    }

    private void finishPart() {
        for (int i = open.size() - 1; i >= 0; i--) {
            close(i);
        }
        if (part.size > 0) {
            byte[] bytes = new byte[part.size];
            part.writeBody(bytes, 0);
            parts.add(Payload.sealed(signal, bytes, partItems));
        }
        part = new Container();
        partItems = 0;
    }

    /** A message that is being put together from ranges and other containers. */
    private static final class Container {
        /** 0: the fields stand in the container around without a message of their own. */
        private final int tag;

        private final @Nullable Container heads;
        private List<Object> pieces = new ArrayList<>();
        private int size;
        private boolean entered;

        Container() {
            this.tag = 0;
            this.heads = null;
        }

        Container(int tag, Container heads) {
            this.tag = tag;
            this.heads = heads;
        }

        private Container(Container closed) {
            this.tag = closed.tag;
            this.heads = null;
            this.pieces = closed.pieces;
            this.size = closed.size;
        }

        int sizeOrHeads() {
            return entered || heads == null ? size : heads.size;
        }

        void enter() {
            if (!entered && heads != null) {
                entered = true;
                pieces.addAll(heads.pieces);
                size += heads.size;
            }
        }

        /** What is in here, which then is empty for the next part. */
        Container leave() {
            Container content = new Container(this);
            pieces = new ArrayList<>();
            size = 0;
            entered = false;
            return content;
        }

        void add(byte[] buffer, int start, int end) {
            pieces.add(new Segment(buffer, start, end - start));
            size += end - start;
        }

        void add(Container inner) {
            pieces.add(inner);
            size += inner.tag == 0 ? inner.size : TAG_SIZE + FieldWriter.delimited(inner.size);
        }

        int writeBody(byte[] out, int position) {
            int at = position;
            for (Object piece : pieces) {
                if (piece instanceof Segment range) {
                    at = FieldWriter.putRange(out, at, range.buffer(), range.offset(), range.end());
                } else if (piece instanceof Container inner) {
                    at = inner.tag == 0 ? at : FieldWriter.putHead(out, at, inner.tag, inner.size);
                    at = inner.writeBody(out, at);
                }
            }
            return at;
        }
    }
}
