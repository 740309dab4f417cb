// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pdata.TraceSlice;
import dev.forager.pdata.TraceSlicer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The wheel against a plain list of due times. */
class DecisionTimerTest {
    private static final TraceSlice SLICE =
            new TraceSlicer().slice(TestTraces.ofTrace(1, 1).payload()).getFirst();

    @Test
    void traces_comeWithTheTickAtOrAfterTheirTime() {
        for (long seed = 1; seed <= 20; seed++) {
            run(new Random(seed), seed);
        }
    }

    private static void run(Random random, long seed) {
        long tick = 1L + random.nextInt(20);
        var timer = new DecisionTimer(0, tick, 100);
        Map<HeldTrace, Long> dueTicks = new LinkedHashMap<>();
        long now = 0;
        long nextTick = 0;
        for (int i = 0; i < 2000; i++) {
            switch (random.nextInt(4)) {
                case 0, 1 -> {
                    var trace = new HeldTrace(SLICE, now);
                    // Mostly within the wheel's horizon, at times several turns ahead.
                    long due = now + random.nextInt(random.nextInt(10) == 0 ? 2000 : 100);
                    timer.add(trace, due);
                    dueTicks.put(trace, Math.max(nextTick, Math.ceilDiv(due, tick)));
                }
                case 2 -> change(timer, dueTicks, now + random.nextInt(100), tick, nextTick);
                default -> {
                    now += random.nextInt(random.nextInt(50) == 0 ? 5000 : 2 * (int) tick);
                    checkDue(timer, dueTicks, now, now / tick, "seed " + seed);
                    nextTick = now / tick + 1;
                }
            }
        }
    }

    private static void change(
            DecisionTimer timer,
            Map<HeldTrace, Long> dueTicks,
            long due,
            long tick,
            long nextTick) {
        if (dueTicks.isEmpty()) {
            return;
        }
        var first = dueTicks.entrySet().iterator().next();
        if (due % 2 == 0) {
            timer.remove(first.getKey());
            dueTicks.remove(first.getKey());
        } else {
            timer.moveEarlier(first.getKey(), due);
            long moved = Math.max(nextTick, Math.ceilDiv(due, tick));
            first.setValue(Math.min(first.getValue(), moved));
        }
    }

    private static void checkDue(
            DecisionTimer timer,
            Map<HeldTrace, Long> dueTicks,
            long now,
            long nowTick,
            String seed) {
        List<HeldTrace> expected = new ArrayList<>();
        dueTicks.forEach(
                (trace, due) -> {
                    if (due <= nowTick) {
                        expected.add(trace);
                    }
                });
        List<HeldTrace> taken = new ArrayList<>();
        List<HeldTrace> portion = new ArrayList<>();
        do {
            taken.addAll(portion);
            portion.clear();
            timer.takeDue(now, 3, portion);
        } while (!portion.isEmpty());
        assertThat(taken).as(seed).containsExactlyInAnyOrderElementsOf(expected);
        taken.forEach(dueTicks::remove);
    }
}
