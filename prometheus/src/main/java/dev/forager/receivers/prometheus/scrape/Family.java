// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.scrape;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The points of one metric of one scope. Confined to the loop of its target. */
final class Family {
    /** Temporality and monotonicity of sums and histograms: fields 2 and 3. */
    private static final byte[] MONOTONIC = {2 << 3, 2, 3 << 3, 1};

    private static final byte[] CUMULATIVE = {2 << 3, 2};
    private static final byte[] NOTHING = {};

    final String name;
    final PointKind kind;
    final Metadata metadata;
    private final boolean trimsSuffixes;
    private final boolean isConverted;
    private final List<Point> points = new ArrayList<>();
    private final Map<BytesKey, Point> byAttributes = new HashMap<>();
    private byte[] head = NOTHING;
    private byte[] tail = NOTHING;
    private int encodedVersion = -1;
    private int dataSize;

    /** Points of which {@link #size} is the size. */
    int sound;

    /** Points that {@link #size} left out for their numbers. */
    int unsound;

    Family(
            String name,
            PointKind kind,
            Metadata metadata,
            boolean trimsSuffixes,
            boolean isConverted) {
        this.isConverted = isConverted;
        this.name = name;
        this.kind = kind;
        this.metadata = metadata;
        this.trimsSuffixes = trimsSuffixes;
    }

    /** The point with these attributes, a new one where there is none. */
    Point point(byte[] attributes, boolean isNative) {
        return byAttributes.computeIfAbsent(
                new BytesKey(attributes), _ -> made(attributes, isNative));
    }

    private Point made(byte[] attributes, boolean isNative) {
        Point point =
                isNative
                        ? new NativePoint(attributes, kind == PointKind.EXPONENTIAL)
                        : kind.isNumber()
                                ? new NumberPoint(attributes, kind != PointKind.GAUGE)
                                : new BucketPoint(
                                        attributes, kind == PointKind.HISTOGRAM, isConverted);
        points.add(point);
        return point;
    }

    /** Forgets points that no line makes any more. */
    void sweep() {
        if (points.removeIf(point -> point.lines == 0)) {
            byAttributes.values().removeIf(point -> point.lines == 0);
        }
    }

    boolean isEmpty() {
        return points.isEmpty();
    }

    /** Bytes of the metric without tag and length; 0 when it has no point in this scrape. */
    int size(int scrape) {
        dataSize = 0;
        sound = 0;
        unsound = 0;
        for (Point point : points) {
            int size = point.scrape == scrape ? point.size() : -1;
            point.encodedSize = size;
            if (size >= 0) {
                dataSize += Wire.sizeOfField(size);
                sound++;
            } else if (point.scrape == scrape && point.isUnsound()) {
                unsound++;
            }
        }
        if (sound == 0) {
            return 0;
        }
        encodeHead();
        dataSize += kindFields().length;
        return head.length + Wire.sizeOfField(dataSize) + tail.length;
    }

    /** Writes what {@link #size} measured last. */
    void write(Wire out) {
        out.raw(head).open(kind.metricField, dataSize);
        for (Point point : points) {
            int size = point.encodedSize;
            if (size >= 0) {
                out.open(1, size);
                point.write(out);
            }
        }
        out.raw(kindFields()).raw(tail);
    }

    private byte[] kindFields() {
        return switch (kind) {
            case GAUGE, SUMMARY -> NOTHING;
            case COUNTER -> MONOTONIC;
            case SUM, HISTOGRAM, EXPONENTIAL -> CUMULATIVE;
        };
    }

    private void encodeHead() {
        if (encodedVersion == metadata.version) {
            return;
        }
        encodedVersion = metadata.version;
        String shown = trimsSuffixes ? Names.trimmed(name, kind, metadata.unit) : name;
        head =
                Wire.join(
                        Wire.text(1, shown),
                        Wire.text(2, metadata.help),
                        Wire.text(3, Names.ucum(metadata.unit)));
        tail = Wire.attribute(12, "prometheus.type", typeWord());
    }

    /** A native histogram, or one that is made such, is one whatever its metadata says. */
    private String typeWord() {
        return isConverted || kind == PointKind.EXPONENTIAL ? "histogram" : metadata.type.word();
    }
}
