// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.kubernetes;

import dev.forager.transport.JdkTls;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Makes the JDK's clients for fabric8 and remembers them: fabric8 leaves one to the collector of
 * garbage when it closes, with its thread and its connections, and this ends them.
 */
final class OwnedHttpFactory extends JdkHttpClientFactory implements AutoCloseable {
    private final List<HttpClient> made = new CopyOnWriteArrayList<>();
    private final @Nullable JdkTls tls;

    /**
     * A factory.
     *
     * @param tls instead of fabric8's; null for fabric8's
     */
    OwnedHttpFactory(@Nullable JdkTls tls) {
        this.tls = tls;
    }

    @Override
    protected HttpClient.Builder createNewHttpClientBuilder() {
        return new Recording(super.createNewHttpClientBuilder(), made, tls);
    }

    @Override
    public void close() {
        made.forEach(HttpClient::shutdownNow);
    }

    /** Builds as another builder does, and notes what was built. */
    private record Recording(
            HttpClient.Builder builder, List<HttpClient> made, @Nullable JdkTls tls)
            implements HttpClient.Builder {
        @Override
        public HttpClient.Builder cookieHandler(CookieHandler handler) {
            builder.cookieHandler(handler);
            return this;
        }

        @Override
        public HttpClient.Builder connectTimeout(Duration duration) {
            builder.connectTimeout(duration);
            return this;
        }

        @Override
        public HttpClient.Builder sslContext(SSLContext context) {
            builder.sslContext(context);
            return this;
        }

        @Override
        public HttpClient.Builder sslParameters(SSLParameters parameters) {
            builder.sslParameters(parameters);
            return this;
        }

        @Override
        public HttpClient.Builder executor(Executor executor) {
            builder.executor(executor);
            return this;
        }

        @Override
        public HttpClient.Builder followRedirects(HttpClient.Redirect policy) {
            builder.followRedirects(policy);
            return this;
        }

        @Override
        public HttpClient.Builder version(HttpClient.Version version) {
            builder.version(version);
            return this;
        }

        @Override
        public HttpClient.Builder priority(int priority) {
            builder.priority(priority);
            return this;
        }

        @Override
        public HttpClient.Builder proxy(ProxySelector selector) {
            builder.proxy(selector);
            return this;
        }

        @Override
        public HttpClient.Builder authenticator(Authenticator authenticator) {
            builder.authenticator(authenticator);
            return this;
        }

        @Override
        public HttpClient build() {
            if (tls != null) {
                builder.sslContext(tls.context()).sslParameters(tls.parameters());
            }
            HttpClient client = builder.build();
            made.add(client);
            return client;
        }
    }
}
