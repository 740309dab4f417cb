// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.forager.config.ConfigException;
import dev.forager.config.Problem;
import dev.forager.config.RecordBinder;
import dev.forager.pipeline.ComponentFactory;
import java.util.List;

/**
 * Says what becomes of a component's section of a configuration. Immutable.
 *
 * @param <C> the configuration record
 */
public final class ConfigAssertions<C extends Record> {
    private final Class<C> type;
    private final String yaml;

    private ConfigAssertions(Class<C> type, String yaml) {
        this.type = type;
        this.yaml = yaml;
    }

    /** The section {@code yaml} of a component that {@code factory} makes. */
    public static <C extends Record> ConfigAssertions<C> assertThatConfig(
            ComponentFactory<C> factory, String yaml) {
        return new ConfigAssertions<>(factory.info().configType(), yaml);
    }

    /** It is accepted, and this is what it says. */
    public C binds() {
        try {
            return RecordBinder.read(yaml, type);
        } catch (ConfigException e) {
            throw new AssertionError("refused: " + e.problems(), e);
        }
    }

    /** It is accepted and says the same as {@code expected}. */
    public void bindsTo(C expected) {
        assertThat(binds()).isEqualTo(expected);
    }

    /** It is refused with one problem for each text, which holds it, in order of their places. */
    public void failsWith(String... texts) {
        try {
            C config = RecordBinder.read(yaml, type);
            fail("accepted as %s (expected: %s)", config, List.of(texts));
        } catch (ConfigException e) {
            List<String> problems = e.problems().stream().map(Problem::toString).toList();
            assertThat(problems).hasSameSizeAs(texts);
            for (int i = 0; i < texts.length; i++) {
                assertThat(problems.get(i)).contains(texts[i]);
            }
        }
    }
}
