// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Splitting, compared item by item with what protobuf-java reads before and after. */
class PayloadSplitTest {
    private static final int ROUNDS = 150;

    @ParameterizedTest
    @EnumSource(Signal.class)
    void byItems_keepsItemsAndHeads(Signal signal) {
        for (long seed = 1; seed <= ROUNDS; seed++) {
            Payload whole = several(signal, seed);
            long max = 1L + new Random(seed).nextInt(8);
            List<Payload> parts = whole.split(Sizer.ITEMS, max);
            String context = "%s, seed %d, max %d".formatted(signal, seed, max);
            checkContent(context, whole, parts);
            if (signal != Signal.PROFILES) {
                for (Payload part : parts) {
                    assertThat(part.itemCount()).as(context).isBetween(0, (int) max);
                }
                List<Payload> full = parts.subList(0, parts.size() - 1);
                assertThat(full).as(context).allMatch(part -> part.itemCount() == max);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Signal.class)
    void byBytes_neverExceedsMaxUnlessOneItemDoes(Signal signal) {
        for (long seed = 1; seed <= ROUNDS; seed++) {
            Payload whole = several(signal, seed);
            long max = 1L + new Random(seed).nextInt(Math.max(1, whole.byteSize()));
            List<Payload> parts = whole.split(Sizer.BYTES, max);
            String context = "%s, seed %d, max %d".formatted(signal, seed, max);
            checkContent(context, whole, parts);
            for (Payload part : parts) {
                if (part.byteSize() > max) {
                    assertThat(RandomPayloads.lines(part)).as(context).hasSizeLessThanOrEqualTo(1);
                }
            }
        }
    }

    /** A part takes whatever the next one begins with, if it fits. */
    @ParameterizedTest
    @EnumSource(Signal.class)
    void byBytes_partsAreFull(Signal signal) {
        for (long seed = 1; seed <= ROUNDS; seed++) {
            Payload whole = RandomPayloads.next(signal, seed);
            long max = 1L + new Random(seed).nextInt(Math.max(1, whole.byteSize()));
            List<Payload> parts = whole.split(Sizer.BYTES, max);
            for (int i = 1; i < parts.size(); i++) {
                Payload first = parts.get(i).split(Sizer.BYTES, 1).getFirst();
                int without = parts.get(i - 1).byteSize() + first.byteSize();
                assertThat(without).as("seed %d, max %d", seed, max).isGreaterThan((int) max);
            }
        }
    }

    @Test
    void whatFits_staysTheSamePayload() {
        Payload payload =
                Payload.concat(List.of(several(Signal.TRACES, 2), several(Signal.TRACES, 8)));
        assertThat(payload.split(Sizer.REQUESTS, 1)).containsExactly(payload);
        assertThat(payload.split(Sizer.ITEMS, payload.itemCount())).containsExactly(payload);
        assertThat(payload.split(Sizer.BYTES, payload.byteSize())).containsExactly(payload);
    }

    @Test
    void max_belowOne_isRefused() {
        assertThatThrownBy(() -> Payload.empty(Signal.LOGS).split(Sizer.ITEMS, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("max: 0 (expected: >= 1)");
    }

    private static Payload several(Signal signal, long seed) {
        List<Payload> payloads = new ArrayList<>();
        for (int i = 0; i <= seed % 3; i++) {
            payloads.add(RandomPayloads.next(signal, seed * 7 + i));
        }
        return Payload.concat(payloads);
    }

    private static void checkContent(String context, Payload whole, List<Payload> parts) {
        List<String> lines = new ArrayList<>();
        int items = 0;
        for (Payload part : parts) {
            assertThat(part.signal()).isEqualTo(whole.signal());
            assertThat(RandomPayloads.parse(part.signal(), part.toByteArray()).itemCount())
                    .as(context)
                    .isEqualTo(part.itemCount());
            items += part.itemCount();
            lines.addAll(RandomPayloads.lines(part));
            checkDictionary(context, whole, part);
        }
        assertThat(items).as(context).isEqualTo(whole.itemCount());
        assertThat(lines).as(context).containsExactlyElementsOf(RandomPayloads.lines(whole));
    }

    private static void checkDictionary(String context, Payload whole, Payload part) {
        if (whole.signal() == Signal.PROFILES) {
            var field = RandomPayloads.type(Signal.PROFILES).findFieldByName("dictionary");
            assertThat(RandomPayloads.read(part).getField(field))
                    .as(context)
                    .isEqualTo(RandomPayloads.read(whole).getField(field));
        }
    }
}
