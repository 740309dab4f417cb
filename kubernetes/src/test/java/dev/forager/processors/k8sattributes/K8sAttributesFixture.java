// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.k8sattributes;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;

import dev.forager.kubernetes.ScriptedApi;
import dev.forager.kubernetes.WatchTiming;
import dev.forager.pdata.Attributes;
import dev.forager.pdata.Signal;
import dev.forager.pdata.Traces;
import dev.forager.pipeline.AuthResult;
import dev.forager.pipeline.ClientInfo;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Metadata;
import dev.forager.pipeline.Processor;
import dev.forager.testkit.CollectingConsumer;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A processor that watches a scripted API, and what comes out of it. */
final class K8sAttributesFixture implements AutoCloseable {
    private static final WatchTiming QUICK =
            new WatchTiming(
                    100,
                    Duration.ofMinutes(5),
                    Duration.ofSeconds(20),
                    Duration.ofMillis(20),
                    Duration.ofMillis(100),
                    Duration.ofMillis(60));

    final ScriptedApi api;
    final CollectingConsumer next = new CollectingConsumer();
    final TestHost host = new TestHost();
    final K8sAttributesFactory factory = new K8sAttributesFactory(QUICK);
    TestSettings settings = new TestSettings();
    private @Nullable Processor processor;

    K8sAttributesFixture(Path folder) throws Exception {
        api = new ScriptedApi(folder);
    }

    /** Pods of the scripted API. */
    K8sAttributesFixture with(TestPods... pods) {
        for (TestPods pod : pods) {
            api.put("pods", pod.uid(), pod.json());
        }
        return this;
    }

    /** A processor with this section, started. */
    Processor start(String yaml) throws Exception {
        Processor started = create(yaml);
        processor = started;
        started.start(host);
        return started;
    }

    /** The same, when it knows all there is. */
    Processor startSynced(String yaml) throws Exception {
        Processor started = start(yaml);
        Awaitility.await()
                .until(
                        () ->
                                settings.log().lines().stream()
                                        .anyMatch(each -> each.message().contains("synced")));
        return started;
    }

    /** A processor with this section. */
    Processor create(String yaml) {
        return factory.create(
                config(yaml), settings.processor("k8s_attributes", Signal.TRACES), next);
    }

    /** The section, with what leads to the scripted API. */
    K8sAttributesConfig config(String yaml) {
        String access =
                "auth_type: kubeConfig\nkubeconfig_path: %s\nkube_api_qps: 1000\nkube_api_burst: 1000\n"
                        .formatted(api.kubeconfig());
        return assertThatConfig(factory, access + yaml).binds();
    }

    /** A span of a resource with these attributes, as name and value in turn. */
    static Traces spanOf(String... attributes) {
        var traces = Traces.create();
        var group = traces.addResource();
        for (int i = 0; i < attributes.length; i += 2) {
            group.resource().attributes().put(attributes[i], attributes[i + 1]);
        }
        group.addScope().addSpan().name("s");
        return (Traces) traces.seal().open();
    }

    /** A request from an address. */
    static Context from(String address) {
        return Context.of(
                new ClientInfo(
                        new InetSocketAddress(InetAddress.ofLiteral(address), 40000),
                        AuthResult.none(),
                        Metadata.empty()),
                null);
    }

    /** What the resource says when it comes out. */
    String send(String address, String... attributes) throws Exception {
        next.clear();
        processor().consume(spanOf(attributes), from(address));
        return lastResource();
    }

    /** What the processor's page says of a word. */
    String explain(String word) {
        return host.pages().getFirst().text(Map.of("q", word));
    }

    /** What the last resource that came out says, sorted. */
    String lastResource() {
        return resourceOf(next);
    }

    /** What the last resource that came out says, sorted. */
    static String resourceOf(CollectingConsumer next) {
        Attributes out =
                ((Traces) next.payloads().getLast().open())
                        .resources()
                        .getFirst()
                        .resource()
                        .attributes();
        var sorted = new TreeMap<String, String>();
        out.forEach((key, value) -> sorted.put(key, value.toString()));
        return sorted.toString();
    }

    private Processor processor() {
        Processor started = processor;
        if (started == null) {
            throw new IllegalStateException("not started");
        }
        return started;
    }

    @Override
    public void close() {
        if (processor != null) {
            processor.stop(Duration.ofSeconds(5));
        }
        api.close();
    }
}
