// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.k8sattributes;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pipeline.ProcessorFactory;
import dev.forager.testkit.Kubeconfig;
import dev.forager.testkit.ProcessorContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every processor promises, and what the configuration refuses. */
class K8sAttributesContractTest {
    @TempDir private static Path folder = Path.of("");

    /** With an API that nobody serves: the pipeline works all the same. */
    @Nested
    class WithoutApi extends ProcessorContract<K8sAttributesConfig> {
        @Override
        protected ProcessorFactory<K8sAttributesConfig> factory() {
            return new K8sAttributesFactory();
        }

        @Override
        protected K8sAttributesConfig config() {
            return assertThatConfig(
                            factory(),
                            "{auth_type: kubeConfig, kubeconfig_path: '%s', hold: {sync_timeout: 10ms}}"
                                    .formatted(kubeconfig()))
                    .binds();
        }

        private Path kubeconfig() {
            try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return Kubeconfig.write(
                        folder.resolve("kubeconfig"),
                        "http://127.0.0.1:" + closed.getLocalPort(),
                        "t");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Nested
    class Passthrough extends ProcessorContract<K8sAttributesConfig> {
        @Override
        protected ProcessorFactory<K8sAttributesConfig> factory() {
            return new K8sAttributesFactory();
        }

        @Override
        protected K8sAttributesConfig config() {
            return assertThatConfig(factory(), "{passthrough: true}").binds();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {auth_type: x} | invalid authType for kubernetes: x
                    {kube_api_qps: -1} | kube_api_qps must be greater than 0
                    {extract: {metadata: [a]}} | "a" is not a supported metadata field
                    {extract: {labels: [{key: a, key_regex: b}]}} | Out of Key or KeyRegex only one option is expected to be configured at a time, currently Key:a and KeyRegex:b
                    {extract: {labels: [{key: a, from: x}]}} | x is not a valid choice for From. Must be one of: pod, namespace, deployment, replicaset, statefulset, daemonset, job, cronjob, node
                    {extract: {labels: [{key_regex: (}]}} | error parsing regexp
                    {extract: {annotations: [{key: a, regex: x}]}} | extract the whole value
                    {filter: {labels: [{key: a, value: b, op: x}]}} | 'x' is not a valid label filter operation for key=a, value=b
                    {filter: {fields: [{key: a, value: b, op: exists}]}} | 'exists' is not a valid label filter operation for key=a, value=b
                    {filter: {namespace: {a: b}}} | expected a namespace or a list of namespaces
                    {pod_association: [{sources: [{from: x}]}]} | invalid association source "x"
                    {exclude: {pods: [{name: (}]}} | error parsing regexp
                    {watch_sync_period: -2s} | must not be negative
                    """)
    void mistakes_areNamed(String yaml, String text) {
        assertThatConfig(new K8sAttributesFactory(), yaml).failsWith(text);
    }

    /** The Go collector takes these, too. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {tag_name: x} | neither key nor key_regex is set: nothing is written
                    {key_regex: 'a/(.*)', tag_name: 'x.$2'} | key_regex has no group 2: it is empty in tag_name
                    {key_regex: 'a/(.*)', tag_name: '$1_x'} | key_regex has no group 1_x: it is empty in tag_name
                    {key_regex: 'a/.*', tag_name: 'x'} | tag_name does not count: key_regex has no groups
                    {key_regex: 'a/(?P<n>.*)', tag_name: '${n}$1$$2'} |
                    {key: a, tag_name: '$1'} |
                    """)
    void rulesThatDoNothing_areDoubted(String rule, @Nullable String doubt) {
        K8sAttributesConfig config =
                assertThatConfig(
                                new K8sAttributesFactory(),
                                "{extract: {labels: [%s]}}".formatted(rule))
                        .binds();
        assertThat(config.extract().labels().getFirst().doubt()).isEqualTo(doubt);
    }

    /** The Go collector takes these, too. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {sources: [{from: resource_attribute}, {from: connection}]} | an attribute has no name: nothing is found by it
                    {sources: []} | it has no sources: nothing is found by it
                    {sources: [{from: connection}]} |
                    """)
    void associationsThatDoNothing_areDoubted(String rule, @Nullable String doubt) {
        K8sAttributesConfig config =
                assertThatConfig(
                                new K8sAttributesFactory(),
                                "{pod_association: [%s]}".formatted(rule))
                        .binds();
        assertThat(config.podAssociation().getFirst().doubt()).isEqualTo(doubt);
        assertThat(new Association(config.podAssociation()).rules()).hasSize(doubt == null ? 1 : 0);
    }

    @Test
    void fiveSources_areTooMany() {
        String source = "{from: connection}";
        String five = String.join(",", source, source, source, source, source);
        assertThatConfig(
                        new K8sAttributesFactory(),
                        "{pod_association: [{sources: [%s]}]}".formatted(five))
                .failsWith("too many association sources. limit is 4");
    }
}
