// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.extensions.zpages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.testkit.ExtensionContract;
import dev.forager.testkit.TestClock;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import dev.forager.transport.HttpServerConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The pages of a service with a failing exporter, read over a socket. */
class ZpagesTest {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final TestClock clock = new TestClock();
    private final Zpages zpages =
            new Zpages(config(true), new TestSettings(clock).extension("zpages"));

    @BeforeEach
    void start() throws Exception {
        clock.advance(Duration.ofSeconds(93_784));
        zpages.start(new TestHost(new ExampleService(TestClock.START)));
    }

    @AfterEach
    void stop() {
        zpages.stop(Duration.ofSeconds(5));
    }

    @Test
    void pagesOfComponents_areShownAndSearched() throws Exception {
        assertThat(body("/debug/k8sz?q=10.1.2.3"))
                .contains("value=\"10.1.2.3\"", "<pre>asked for &lt;10.1.2.3&gt;\n</pre>");
        assertThat(body("/debug/k8sz?q=x&format=text")).isEqualTo("asked for <x>\n");
        assertThat(body("/debug/k8sz")).contains("<title>Kubernetes", "placeholder=\"a pod\"");
        assertThat(get(zpages, "/debug/otherz?format=text").body())
                .isEqualTo("no component of this collector offers otherz\n");
        assertThat(body("/debug/servicez")).contains("<a href=\"k8sz\">k8sz</a>");
    }

    @Test
    void servicez_showsBuildUptimeAndCountsOfStatuses() throws Exception {
        assertThat(body("/debug/servicez"))
                .contains("<title>Service otelcol&lt;x&gt; · otelcol&lt;x&gt;</title>")
                .contains("<th>Description</th><td>A collector &amp; more</td>")
                .contains("<th>Version</th><td>1.2.3</td>")
                .contains("<th>Uptime</th><td>1 d 02:03:04</td>")
                .contains("OK <b>4</b>")
                .contains("Recoverable error <b>1</b>");
    }

    @Test
    void pipelinez_showsEachComponentWithStatusAndLink() throws Exception {
        String page = body("/debug/pipelinez");
        assertThat(page)
                .contains("<b class=\"id\">traces</b>")
                .contains("<b class=\"id\">logs/in</b>")
                .contains(
                        "<span class=\"dot recoverable_error\" title=\"Recoverable error: connection &lt;refused&gt;\"></span>"
                                + "<a class=\"id\" href=\"?zpipelinename=traces&amp;zcomponentname=otlp_http%2Fbackup&amp;zcomponentkind=exporter\">otlp_http/backup</a>")
                .doesNotContain("<h2>");
        assertThat(page.indexOf(">memory_limiter<")).isLessThan(page.indexOf(">batch<"));
    }

    @Test
    void pipelinez_withAQuery_showsOneComponent() throws Exception {
        String query =
                "?zpipelinename=traces&zcomponentname=otlp_http%2Fbackup&zcomponentkind=exporter";
        assertThat(body("/debug/pipelinez" + query))
                .contains("<h2>exporter otlp_http/backup</h2>")
                .contains("<td>traces/exporter/otlp_http/backup</td>")
                .contains("<th>Status</th><td>Recoverable error: connection &lt;refused&gt;</td>");
        assertThat(
                        body(
                                "/debug/pipelinez?zpipelinename=logs%2Fin&zcomponentname=otlp&zcomponentkind=receiver"))
                .contains("<th>Stands in</th><td>traces, logs/in</td>");
    }

    @Test
    void pipelinez_withAnUnknownComponent_saysSoWithoutRunningIt() throws Exception {
        assertThat(
                        body(
                                "/debug/pipelinez?zpipelinename=traces&zcomponentname=%3Cscript%3E&zcomponentkind=exporter"))
                .contains("The exporter &lt;script&gt; is not part of a pipeline traces.")
                .doesNotContain("<script>");
    }

    @Test
    void extensionz_listsThemInOrder() throws Exception {
        assertThat(body("/debug/extensionz?zextensionname=zpages"))
                .containsSubsequence(
                        "class=\"chip here\"", ">zpages<", ">OK<", ">health_check<", ">No status<");
    }

    @Test
    void featurez_listsGates() throws Exception {
        assertThat(body("/debug/featurez"))
                .containsSubsequence(
                        "service.profilesSupport", ">on<", "service.AllowNoPipelines", ">off<");
    }

    @Test
    void expvarz_isJsonOnlyWhereEnabled() throws Exception {
        assertThat(body("/debug/expvarz")).contains("\"memstats\": {\"HeapAlloc\":");
        var without = new Zpages(config(false), new TestSettings().extension("zpages"));
        try {
            without.start(new TestHost());
            assertThat(get(without, "/debug/expvarz").statusCode()).isEqualTo(404);
            assertThat(body(without, "/debug/servicez")).contains(">none<");
        } finally {
            without.stop(Duration.ofSeconds(5));
        }
    }

    @Test
    void everythingElse_isNotFound() throws Exception {
        assertThat(get(zpages, "/").statusCode()).isEqualTo(404);
        assertThat(get(zpages, "/debug/tracez").body()).isEqualTo("404 page not found\n");
    }

    private static ZpagesConfig config(boolean expvar) {
        return new ZpagesConfig(
                HttpServerConfig.listeningOn("127.0.0.1:0"), new ZpagesConfig.Expvar(expvar));
    }

    private String body(String path) throws Exception {
        return body(zpages, path);
    }

    private String body(Zpages running, String path) throws Exception {
        HttpResponse<String> response = get(running, path);
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }

    private HttpResponse<String> get(Zpages running, String path) throws Exception {
        var uri = URI.create("http://127.0.0.1:" + running.port() + path);
        return client.send(
                HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Nested
    class Contract extends ExtensionContract<ZpagesConfig> {
        @Override
        protected ZpagesFactory factory() {
            return new ZpagesFactory();
        }

        @Override
        protected ZpagesConfig config() {
            return ZpagesTest.config(true);
        }
    }
}
