// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.resource;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pdata.ResourceGroup;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.ProcessorFactory;
import dev.forager.processors.edits.AttributeAction;
import dev.forager.testkit.CollectingConsumer;
import dev.forager.testkit.GoldenFolder;
import dev.forager.testkit.ProcessorContract;
import dev.forager.testkit.TestSettings;
import dev.forager.testkit.TestTelemetry;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ResourceProcessorTest {
    private final ResourceProcessorFactory factory = new ResourceProcessorFactory();

    /** The expected files were written by the Go collector. */
    @TestFactory
    Stream<DynamicTest> golden() {
        return GoldenFolder.of(ResourceProcessorTest.class, "golden").tests(factory);
    }

    @Test
    void attributes_mustBeThereAndRight() {
        assertThatConfig(factory, "{}").failsWith("missing required field \"attributes\"");
        assertThatConfig(factory, "{attributes: [{key: a, value: 1, action: insert}, {key: b}]}")
                .failsWith("attributes[1]: error with key \"b\" (1-th action)");
    }

    @Test
    void profiles_haveResourcesToo() throws Exception {
        var config =
                assertThatConfig(factory, "{attributes: [{key: a, value: 1, action: insert}]}")
                        .binds();
        var next = new CollectingConsumer();
        factory.create(config, new TestSettings().processor("resource", Signal.PROFILES), next)
                .consume(TestTelemetry.of(Signal.PROFILES, 2).open(), Context.background());
        for (ResourceGroup group : next.payloads().getFirst().open().resources()) {
            assertThat(group.resource().attributes().getLong("a", 0)).isEqualTo(1);
        }
        assertThat(next.items()).isEqualTo(2);
    }

    @Nested
    class Contract extends ProcessorContract<ResourceProcessorConfig> {
        @Override
        protected ProcessorFactory<ResourceProcessorConfig> factory() {
            return factory;
        }

        @Override
        protected ResourceProcessorConfig config() {
            return new ResourceProcessorConfig(
                    List.of(new AttributeAction("env", "upsert", "test", "", "", null, "", "")));
        }

        @Override
        protected String yaml() {
            return "{attributes: [{key: env, value: test, action: upsert}]}";
        }
    }
}
