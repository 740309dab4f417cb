// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    @Test
    void afterTheBurst_tokensComeAtTheRate() {
        var limit = new RateLimit(10, 2);
        long now = System.nanoTime();
        assertThat(limit.take(now)).isZero();
        assertThat(limit.take(now)).isZero();
        assertThat(TimeUnit.NANOSECONDS.toMillis(limit.take(now))).isBetween(99L, 100L);
        assertThat(TimeUnit.NANOSECONDS.toMillis(limit.take(now))).isBetween(199L, 200L);
        assertThat(limit.take(now + TimeUnit.SECONDS.toNanos(1))).isZero();
    }

    @Test
    void closed_holdsNobody() throws InterruptedException {
        var limit = new RateLimit(0.001, 1);
        limit.acquire();
        limit.close();
        limit.acquire();
    }
}
