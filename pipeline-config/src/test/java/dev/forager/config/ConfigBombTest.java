// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is read and what is refused; how fast, {@link ConfigBomb#main} measures. */
class ConfigBombTest {
    static List<ConfigBomb> bombs() {
        return ConfigBomb.all();
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("bombs")
    @Timeout(20)
    void bomb_isReadOrRefused(ConfigBomb bomb) {
        if (bomb.phrase().isEmpty()) {
            assertThatCode(bomb::read).as(bomb.name()).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(bomb::read)
                    .as(bomb.name())
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining(bomb.phrase());
        }
    }
}
