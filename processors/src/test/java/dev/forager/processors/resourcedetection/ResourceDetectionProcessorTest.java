// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.resourcedetection;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.pdata.ResourceGroup;
import dev.forager.pdata.Signal;
import dev.forager.pdata.Traces;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.ProcessorFactory;
import dev.forager.testkit.CollectingConsumer;
import dev.forager.testkit.ProcessorContract;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceDetectionProcessorTest {
    private final ResourceDetectionFactory factory = new ResourceDetectionFactory();
    private final SharedDetections detections = new SharedDetections();
    private final TestSettings settings = new TestSettings();
    private final CollectingConsumer next = new CollectingConsumer();
    private final Map<String, String> variables = new ConcurrentHashMap<>();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {detectors: [foo]} | detectors[0]: invalid detector key: foo
                    {detectors: [hetzner]} | detectors[0]: the collector's detector "hetzner" is not built yet
                    {k8s_api: {auth_type: x}} | invalid authType for kubernetes: x
                    {system: {hostname_sources: [x]}} | invalid hostname source: "x"
                    {ec2: {tags: ['^a']}} | needs the EC2 API
                    {ec2: {max_attempts: -1}} | must not be negative
                    {openshift: {address: api}} | is no address of a server
                    {openshift: {auth_type: kubeConfig, token: t}} | (expected: one of both)
                    {openshift: {tls: {server_name_override: x}}} | address has the certificate's name
                    {azure: {tags: ['(']}} | tags[0]: error parsing regexp
                    {gcp: {labels: [a]}} | needs the Compute API
                    {timeout: 0s} | must be positive
                    {system: {resource_attributes: {host.nam: {enabled: true}}}} | system::resource_attributes::host.nam: has invalid keys: host.nam (expected: one of [
                    {system: {resource_attributes: {host.nam: {enabled: true}}}} | at yaml:1:43
                    {elasticbeanstalk: {resource_attributes: {x: {enabled: true}}}} | elasticbeanstalk::resource_attributes::x: has invalid keys: x
                    {k8snode: {resource_attributes: {k8s.node.nam: {enabled: true}}}} | has invalid keys: k8s.node.nam
                    """)
    void mistakes_areNamed(String yaml, String text) {
        assertThatConfig(factory, yaml).failsWith(text);
    }

    @Test
    void resources_getWhatWasDetected() throws Exception {
        variables.put("OTEL_RESOURCE_ATTRIBUTES", "service.name=detected,zone=z");
        assertThat(attributes(run("{detectors: [env]}")))
                .isEqualTo("{service.name=detected, host=h, zone=z}");
        next.clear();
        assertThat(attributes(run("{detectors: [env], override: false}")))
                .isEqualTo("{service.name=own, host=h, zone=z}");
    }

    @Test
    void firstDetectorCounts_andSwitchesAreObeyed() throws Exception {
        variables.put("OTEL_RESOURCE_ATTRIBUTES", "cloud.provider=mine");
        variables.put("AWS_LAMBDA_FUNCTION_NAME", "f");
        variables.put("AWS_REGION", "r");
        Traces seen =
                run(
                        "{detectors: [env, lambda], lambda: {resource_attributes:"
                                + " {cloud.region: {enabled: false}}}}");
        assertThat(attributes(seen))
                .isEqualTo(
                        "{service.name=own, host=h, cloud.provider=mine,"
                                + " cloud.platform=aws_lambda, faas.name=f}");
        assertThat(seen.resources().getFirst().schemaUrl()).isEqualTo(SystemDetector.SCHEMA);
    }

    @Test
    void failure_stopsTheStart() {
        variables.put("OTEL_RESOURCE_ATTRIBUTES", "nonsense");
        assertThatThrownBy(() -> run("{detectors: [env], retry: {enabled: false}}"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("resource detection failed: env: ")
                .hasMessageContaining("invalid resource format: \"nonsense\"")
                .hasMessageNotContaining("java.io");
    }

    @Test
    void failure_isTriedAgain() throws Exception {
        variables.put("OTEL_RESOURCE_ATTRIBUTES", "nonsense");
        var config =
                assertThatConfig(factory, "{detectors: [env], retry: {initial_interval: 1ms}}")
                        .binds();
        var share =
                detections.share(
                        config,
                        settings.processor("resource_detection", Signal.TRACES),
                        () -> {
                            Surroundings plain = surroundings();
                            return new Surroundings(
                                    name ->
                                            settings.log().messages().size() > 3
                                                    ? name.replaceAll(".*", "a=b")
                                                    : plain.variable(name),
                                    plain.root(),
                                    plain.http(),
                                    plain.logger());
                        });
        share.start();
        assertThat(share.detected().entries()).isNotEmpty();
        assertThat(settings.log().messages()).contains("failed to detect resource");
        share.stop();
    }

    @Test
    void refresh_replacesOrKeeps() throws Exception {
        variables.put("OTEL_RESOURCE_ATTRIBUTES", "a=1");
        var config =
                assertThatConfig(
                                factory,
                                "{detectors: [env], refresh_interval: 5ms,"
                                        + " retry: {enabled: false}}")
                        .binds();
        var share =
                detections.share(
                        config,
                        settings.processor("resource_detection", Signal.TRACES),
                        this::surroundings);
        share.start();
        assertThat(share.detected().entries()).hasToString("[a=1]");
        variables.put("OTEL_RESOURCE_ATTRIBUTES", "nonsense");
        Awaitility.await()
                .until(
                        () ->
                                settings.log()
                                        .messages()
                                        .contains(
                                                "resource refresh failed; keeping previous"
                                                        + " snapshot"));
        assertThat(share.detected().entries()).hasToString("[a=1]");
        variables.put("OTEL_RESOURCE_ATTRIBUTES", "a=2");
        Awaitility.await()
                .untilAsserted(() -> assertThat(share.detected().entries()).hasToString("[a=2]"));
        share.stop();
    }

    private Surroundings surroundings() {
        return new Surroundings(
                variables::get,
                Path.of("/"),
                new MetadataClient(Duration.ofSeconds(5)),
                settings.log().logger());
    }

    private Traces run(String yaml) throws Exception {
        var config = assertThatConfig(factory, yaml).binds();
        var share =
                detections.share(
                        config,
                        settings.processor("resource_detection", Signal.TRACES),
                        this::surroundings);
        var processor = new ResourceDetectionProcessor(share, config.override(), next);
        processor.start(new TestHost());
        Traces traces = Traces.create();
        var group = traces.addResource();
        group.resource().attributes().put("service.name", "own").put("host", "h");
        group.addScope().addSpan().name("a");
        processor.consume(traces, Context.background());
        processor.stop(Duration.ofSeconds(1));
        return (Traces) next.payloads().getFirst().open();
    }

    private static String attributes(Traces traces) {
        ResourceGroup group = traces.resources().getFirst();
        return group.resource().attributes().toString();
    }

    @Nested
    class Contract extends ProcessorContract<ResourceDetectionConfig> {
        @Override
        protected ProcessorFactory<ResourceDetectionConfig> factory() {
            return factory;
        }

        @Override
        protected ResourceDetectionConfig config() {
            return assertThatConfig(factory, yaml()).binds();
        }

        @Override
        protected String yaml() {
            return "{detectors: [env, system, heroku], refresh_interval: 1h}";
        }

        @Override
        protected boolean isShared(String threadName) {
            return threadName.startsWith("HttpClient-") || super.isShared(threadName);
        }
    }
}
