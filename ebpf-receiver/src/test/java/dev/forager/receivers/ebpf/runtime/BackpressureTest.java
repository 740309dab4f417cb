// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackpressureTest {
    private long now = 5;
    private final Backpressure pressure = new Backpressure(() -> now);

    private void pass(Duration time) {
        now += time.toNanos();
    }

    @Test
    void refusals_lowerTheShareStepByStep() {
        pressure.refused();
        pressure.refused();
        assertThat(pressure.shift()).isEqualTo(1);
        pass(Backpressure.STEP);
        pressure.refused();
        assertThat(pressure.shift()).isEqualTo(2);
        for (int i = 0; i < 100; i++) {
            pass(Backpressure.STEP);
            pressure.refused();
        }
        assertThat(pressure.shift()).isEqualTo(Backpressure.MOST_SHIFT);
    }

    @Test
    void calm_raisesItAgain_oneStepEachTime() {
        pressure.refused();
        pass(Backpressure.STEP);
        pressure.refused();
        pass(Backpressure.CALM.minusNanos(1));
        pressure.calm();
        assertThat(pressure.shift()).isEqualTo(2);
        pass(Duration.ofNanos(1));
        pressure.calm();
        pressure.calm();
        assertThat(pressure.shift()).isEqualTo(1);
        pass(Backpressure.CALM);
        pressure.calm();
        assertThat(pressure.shift()).isZero();
        pass(Backpressure.CALM);
        pressure.calm();
        assertThat(pressure.shift()).isZero();
    }

    @Test
    void aRefusal_beginsTheWaitAnew() {
        pressure.refused();
        pass(Duration.ofSeconds(20));
        pressure.refused();
        pass(Duration.ofSeconds(20));
        pressure.calm();
        assertThat(pressure.shift()).isEqualTo(2);
    }

    @Test
    void followers_getEveryChange() {
        List<Integer> seen = new ArrayList<>();
        try (Subscription subscription = pressure.follow(seen::add)) {
            assertThat(subscription).isNotNull();
            pressure.refused();
        }
        pass(Backpressure.STEP);
        pressure.refused();
        assertThat(seen).containsExactly(0, 1);
    }
}
