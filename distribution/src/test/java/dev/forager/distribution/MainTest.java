// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.config.ConfigException;
import dev.forager.engine.CollectorSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    @Test
    void shutdownTimeout_isReadAsGoWritesDurations() throws Exception {
        assertThat(Main.shutdownTimeout("1m5s")).isEqualTo(Duration.ofSeconds(65));
        assertThat(Main.shutdownTimeout(null)).isEqualTo(CollectorSettings.DEFAULT_DRAIN_LIMIT);
        assertThat(Main.shutdownTimeout("")).isEqualTo(CollectorSettings.DEFAULT_DRAIN_LIMIT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"55", "-1s", "0", "soon"})
    void whatIsNoTimeout_isRefused(String text) {
        assertThatThrownBy(() -> Main.shutdownTimeout(text))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "FORAGER_SHUTDOWN_TIMEOUT: %s (expected: a duration above 0, for example 55s)"
                                .formatted(text));
    }
}
