// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.testkit;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.pdata.Signal;
import dev.forager.pdata.Telemetry;
import dev.forager.pdata.Traces;
import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.ProcessorFactory;
import dev.forager.pipeline.ProcessorSettings;
import dev.forager.pipeline.Stability;
import dev.forager.pipeline.config.Doc;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The golden runner, the config assertions and a contract, on a processor made for them. */
class GoldenFolderTest {
    @TestFactory
    Stream<DynamicTest> cases() {
        return GoldenFolder.of(GoldenFolderTest.class, "golden").tests(new TagFactory());
    }

    @Test
    void configAssertions_tellAcceptedFromRefused() {
        assertThatConfig(new TagFactory(), "{tag: x}").bindsTo(new TagConfig("x"));
        assertThatConfig(new TagFactory(), "{}").failsWith("tag");
        assertThatThrownBy(() -> assertThatConfig(new TagFactory(), "{}").binds())
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> assertThatConfig(new TagFactory(), "{tag: x}").failsWith("tag"))
                .isInstanceOf(AssertionError.class);
    }

    /** One key. */
    record TagConfig(@Doc("Value of the attribute.") String tag) {}

    /** Makes processors that put an attribute on the resources of spans. */
    static final class TagFactory implements ProcessorFactory<TagConfig> {
        @Override
        public ComponentInfo<TagConfig> info() {
            return ComponentInfo.of("tag", TagConfig.class)
                    .describedAs("Tags spans.")
                    .stability(Stability.STABLE, Signal.values());
        }

        @Override
        public Processor create(TagConfig config, ProcessorSettings settings, Consumer next) {
            return new Tagger(config.tag(), next);
        }
    }

    private record Tagger(String tag, Consumer next) implements Processor {
        @Override
        public void consume(Telemetry telemetry, Context context) throws ConsumeException {
            if (telemetry instanceof Traces traces) {
                traces.resources().forEach(each -> each.resource().attributes().put("tag", tag));
            }
            next.consume(telemetry, context);
        }
    }

    @Nested
    class Contract extends ProcessorContract<TagConfig> {
        @Override
        protected ProcessorFactory<TagConfig> factory() {
            return new TagFactory();
        }

        @Override
        protected TagConfig config() {
            return new TagConfig("x");
        }

        @Override
        protected String yaml() {
            return "{tag: x}";
        }
    }
}
