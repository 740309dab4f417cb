// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.grok;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import org.junit.jupiter.api.Test;

class GrokPatternsTest {
    @Test
    void everyPattern_compiles() {
        GrokPatterns patterns = GrokPatterns.with(List.of());
        assertThat(GrokPatterns.standardNames()).contains("IP", "CISCOFW733100", "SQUID3");
        for (String name : GrokPatterns.standardNames()) {
            assertThatCode(() -> Grok.compile("%{" + name + "}", false, patterns))
                    .as(name)
                    .doesNotThrowAnyException();
        }
    }
}
