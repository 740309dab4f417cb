// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pdata.Signal;
import dev.forager.pdata.Traces;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Processor;
import dev.forager.processors.k8sattributes.K8sAttributesFactory;
import dev.forager.receivers.ebpf.cgroup.Container;
import dev.forager.testkit.CollectingConsumer;
import dev.forager.testkit.ManyPods;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the eBPF receiver tells from a control group's path finds the pod that the Kubernetes API
 * tells of: both write {@code k8s.pod.uid} and {@code container.id} alike.
 */
class ContainerIdentityTest {
    private static final int POD = 7;
    private static final String PATH =
            "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod%s.slice/cri-containerd-%064d.scope"
                    .formatted("00000000_0000_4000_8000_000000000007", POD);

    @TempDir private Path folder = Path.of("");
    private final CollectingConsumer next = new CollectingConsumer();

    @ParameterizedTest
    @CsvSource({"k8s.pod.uid", "container.id"})
    void controlGroup_leadsToThePod(String attribute) throws Exception {
        Container container = requireNonNull(Container.ofPath(PATH));
        String value =
                attribute.equals("container.id")
                        ? container.id()
                        : requireNonNull(container.podUid());
        try (var api = new ManyPods(10, 0)) {
            Processor processor = processor(api.kubeconfig(folder), attribute);
            try {
                var traces = Traces.create();
                var group = traces.addResource();
                group.resource().attributes().put(attribute, value);
                group.addScope().addSpan().name("s");
                processor.consume(traces.seal().open(), Context.background());
            } finally {
                processor.stop(Duration.ofSeconds(5));
            }
        }
        var resource =
                ((Traces) next.payloads().getLast().open()).resources().getFirst().resource();
        assertThat(resource.attributes().getString("k8s.pod.name", ""))
                .isEqualTo("web-7d4b9c6f5-%05d".formatted(POD));
        assertThat(resource.attributes().getString("k8s.pod.uid", ""))
                .isEqualTo(container.podUid());
        assertThat(resource.attributes().getString("container.id", "")).isEqualTo(container.id());
    }

    private Processor processor(Path kubeconfig, String attribute) throws Exception {
        var factory = new K8sAttributesFactory();
        var config =
                assertThatConfig(
                                factory,
                                """
                                auth_type: kubeConfig
                                kubeconfig_path: %s
                                wait_for_metadata: true
                                extract: {metadata: [k8s.pod.name, k8s.pod.uid, container.id]}
                                pod_association: [{sources: [{from: resource_attribute, name: %s}]}]
                                """
                                        .formatted(kubeconfig, attribute))
                        .binds();
        Processor processor =
                factory.create(
                        config,
                        new TestSettings().processor("k8s_attributes", Signal.TRACES),
                        next);
        processor.start(new TestHost());
        return processor;
    }
}
