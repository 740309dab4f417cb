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
        int index = 0;
        while (index < labels.size()) {
            int end = sharedUntil(labels, index);
            if (end > index) {
                takeOver(index, end);
                index = end;
            } else {
                write(now, labels, index);
                ends[index++] = now.size();
            }
        }
        last = labels;
        out.append(now);
    }

    private int sharedUntil(Labels labels, int from) {
        int end = from;
        while (last != null && end < labels.size() && labels.shares(last, end)) {
            end++;
        }
        return end;
    }

    /** Neighbours at once. */
    private void takeOver(int from, int to) {
        int begin = from == 0 ? 0 : endsBefore[from - 1];
        int shift = now.size() - begin;
        now.append(before, begin, endsBefore[to - 1]);
        for (int i = from; i < to; i++) {
            ends[i] = endsBefore[i] + shift;
        }
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
