// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.kubernetes;

import dev.forager.transport.TlsMaterial;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.util.regex.Pattern;
import org.slf4j.Logger;

/**
 * The way to a server that the user names.
 *
 * @param log told of TLS files that become unusable
 */
record NamedAccess(ApiServer server, Logger log) implements Access {
    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");

    @Override
    public ApiConnection connect() throws IOException {
        TlsMaterial tls = TlsMaterial.forClient(server.tls(), log);
        Config config = ClusterAccess.base().withMasterUrl(server.address().toString()).build();
        return new ApiConnection(proxied(ClusterAccess.finished(config)), tls, server.headers());
    }

    private Config proxied(Config direct) {
        String proxy = server.proxy().url();
        return proxy.isEmpty()
                ? direct
                : new ConfigBuilder(direct)
                        .withAutoConfigure(false)
                        .withHttpProxy(proxy)
                        .withHttpsProxy(proxy)
                        .withNoProxy(COMMA.split(server.proxy().except()))
                        .build();
    }

    @Override
    public RateLimit rateLimit() {
        return KubernetesConfig.serviceAccount().rateLimit();
    }
}
