// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheusremotewrite;

import dev.forager.prometheus.Labels;
import dev.forager.prometheus.ProtoBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes labels as remote write 1.0 has them: each with its texts. Series that follow one another,
 * such as the buckets of a histogram, differ in few labels; the others are the same objects, whose
 * bytes are copied from those of the series before. Confined to one thread.
 */
final class LabelFields {
    /** Of a series and of an exemplar alike. */
    private static final int FIELD = 1;

    private ProtoBuffer now = new ProtoBuffer();
    private ProtoBuffer before = new ProtoBuffer();

    /** Where each label ends in {@link #now}, and in {@link #before}. */
    private int[] ends = new int[16];

    private int[] endsBefore = new int[16];
    private @Nullable Labels last;

    /** Writes the labels of the next series. */
    void write(ProtoBuffer out, Labels labels) {
        turn(labels.size());
        for (int i = 0; i < labels.size(); i++) {
            if (last != null && labels.shares(last, i)) {
                now.append(before, i == 0 ? 0 : endsBefore[i - 1], endsBefore[i]);
            } else {
                write(now, labels, i);
            }
            ends[i] = now.size();
        }
        last = labels;
        out.append(now);
    }

    /** Writes labels that have nothing in common with others. */
    static void writeAll(ProtoBuffer out, Labels labels) {
        for (int i = 0; i < labels.size(); i++) {
            write(out, labels, i);
        }
    }

    private void turn(int size) {
        ProtoBuffer spare = before;
        before = now;
        now = spare;
        now.clear();
        int[] spareEnds = endsBefore;
        endsBefore = ends;
        ends = spareEnds.length < size ? Arrays.copyOf(spareEnds, 2 * size) : spareEnds;
    }

    private static void write(ProtoBuffer out, Labels labels, int index) {
        int label = out.begin(FIELD);
        out.textField(1, labels.name(index));
        out.textField(2, labels.value(index));
        out.end(label);
    }
}
