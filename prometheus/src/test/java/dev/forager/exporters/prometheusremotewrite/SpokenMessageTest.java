// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheusremotewrite;

import static dev.forager.exporters.prometheusremotewrite.RemoteWriteMessage.V1;
import static dev.forager.exporters.prometheusremotewrite.RemoteWriteMessage.V2;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** When 2.0 is tried again with a receiver that did not know it. */
class SpokenMessageTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // It may overflow.
    private final SpokenMessage message = new SpokenMessage(V2, nanos::get);

    private void passes(long nanoseconds) {
        nanos.addAndGet(nanoseconds);
    }

    @Test
    void version2_isTriedOnceInAWhile() {
        assertThat(message.next()).isEqualTo(V2);
        assertThat(message.fellBack()).isTrue();
        assertThat(message.next()).isEqualTo(V1);
        passes(SpokenMessage.PAUSE.toNanos() - 1);
        assertThat(message.next()).isEqualTo(V1);
        passes(1);
        assertThat(message.next()).isEqualTo(V2);
        assertThat(message.next()).isEqualTo(V1);
        assertThat(message.fellBack()).isFalse();
        assertThat(message.next()).isEqualTo(V1);
        passes(SpokenMessage.PAUSE.toNanos());
        assertThat(message.next()).isEqualTo(V2);
    }

    @Test
    void receiverThatKnowsIt_isSpokenToInVersion2Again() {
        assertThat(message.isKnown()).isFalse();
        assertThat(message.fellBack()).isTrue();
        assertThat(message.isKnown()).isTrue();
        assertThat(message.next()).isEqualTo(V2);
        assertThat(message.isKnown()).isFalse();
    }
}
