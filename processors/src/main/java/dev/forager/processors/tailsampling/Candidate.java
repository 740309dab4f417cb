// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import dev.forager.pdata.Key;
import dev.forager.pdata.ResourceSpans;
import dev.forager.pdata.ScopeSpans;
import dev.forager.pdata.Span;
import dev.forager.pdata.TraceSlice;
import dev.forager.pdata.Traces;
import dev.forager.pdata.Value;
import dev.forager.processors.sampling.Threshold;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A trace that is being decided on. Its spans are decoded when the first policy looks into them,
 * and once for all policies. Confined to one thread.
 */
final class Candidate {
    private final long idHigh;
    private final long idLow;
    private final long spanCount;
    private final long sizeBytes;
    private final List<TraceSlice> slices;
    private @Nullable Traces content;
    private @Nullable String compositePolicy;
    private @Nullable TraceRandomness randomness;
    private Threshold threshold = Threshold.ALWAYS;
    private Group group = new Group();

    /**
     * A trace.
     *
     * @param spanCount spans so far, also such as are not in {@code slices}
     * @param sizeBytes bytes of protobuf so far
     * @param slices the spans to look at
     */
    Candidate(long idHigh, long idLow, long spanCount, long sizeBytes, List<TraceSlice> slices) {
        this.idHigh = idHigh;
        this.idLow = idLow;
        this.spanCount = spanCount;
        this.sizeBytes = sizeBytes;
        this.slices = slices;
    }

    long idHigh() {
        return idHigh;
    }

    long idLow() {
        return idLow;
    }

    long spanCount() {
        return spanCount;
    }

    /** Bytes of its ResourceSpans messages. */
    long sizeBytes() {
        return sizeBytes;
    }

    /** Bytes as an export request. */
    long requestBytes() {
        long bytes = 0;
        for (TraceSlice slice : slices) {
            int size = slice.byteSize();
            // Tag, length (a seventh of a varint's bytes carry no data) and body.
            bytes += 1 + (Integer.SIZE - Integer.numberOfLeadingZeros(size | 1) + 6) / 7 + size;
        }
        return bytes;
    }

    /** The part of a composite policy that sampled the trace; null when none did. */
    @Nullable String compositePolicy() {
        return compositePolicy;
    }

    void sampledBy(String partOfComposite) {
        compositePolicy = partOfComposite;
    }

    /** What its trace states say about sampling. */
    TraceRandomness traceRandomness() {
        TraceRandomness known = randomness;
        if (known == null) {
            known = TraceRandomness.of(content());
            randomness = known;
        }
        return known;
    }

    /** 56 bits: as its trace states say, else of its id. */
    long randomness() {
        return traceRandomness().value(idLow);
    }

    /** The threshold by which the policy that was asked last has sampled. */
    Threshold threshold() {
        return threshold;
    }

    void threshold(Threshold ofPolicy) {
        threshold = ofPolicy;
    }

    /** The traces that are decided on together with it. */
    Group group() {
        return group;
    }

    void joins(Group traces) {
        group = traces;
    }

    /** Lets the decoded spans go: many candidates of a group are looked at before the next step. */
    void forgetContent() {
        content = null;
    }

    /** The spans, decoded; policies only read. */
    Traces content() {
        Traces opened = content;
        if (opened == null) {
            opened = (Traces) TraceSlice.join(slices).open();
            content = opened;
        }
        return opened;
    }

    /** Whether a span passes; asks in order of arrival, up to the first that does. */
    boolean anySpan(Predicate<Span> test) {
        List<ResourceSpans> resources = content().resources();
        for (int i = 0; i < resources.size(); i++) {
            if (anySpan(resources.get(i), test)) {
                return true;
            }
        }
        return false;
    }

    private static boolean anySpan(ResourceSpans resource, Predicate<Span> test) {
        List<ScopeSpans> scopes = resource.scopes();
        for (int i = 0; i < scopes.size(); i++) {
            List<Span> spans = scopes.get(i).spans();
            for (int j = 0; j < spans.size(); j++) {
                if (test.test(spans.get(j))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether the attribute of a resource or span passes. */
    boolean anyAttribute(Key key, AttributeTest test) {
        List<ResourceSpans> resources = content().resources();
        for (int i = 0; i < resources.size(); i++) {
            Value value = resources.get(i).resource().attributes().get(key);
            if (value != null && test.passes(value, true)) {
                return true;
            }
            if (anySpan(resources.get(i), span -> passes(span, key, test))) {
                return true;
            }
        }
        return false;
    }

    private static boolean passes(Span span, Key key, AttributeTest test) {
        Value value = span.attributes().get(key);
        return value != null && test.passes(value, false);
    }

    /** Looks at the value of an attribute. */
    @FunctionalInterface
    interface AttributeTest {
        boolean passes(Value value, boolean isOfResource);
    }
}
