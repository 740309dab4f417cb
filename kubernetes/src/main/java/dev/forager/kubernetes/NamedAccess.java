// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.kubernetes;

import dev.forager.transport.TlsMaterial;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import org.slf4j.Logger;

/**
 * The way to a server that the user names.
 *
 * @param log told of TLS files that become unusable
 */
record NamedAccess(ApiServer server, Logger log) implements Access {
    @Override
    public ApiConnection connect() throws IOException {
        TlsMaterial tls = TlsMaterial.forClient(server.tls(), log);
        Config config = ClusterAccess.base().withMasterUrl(server.address().toString()).build();
        return new ApiConnection(ClusterAccess.finished(config), tls, server.headers());
    }

    @Override
    public RateLimit rateLimit() {
        return KubernetesConfig.serviceAccount().rateLimit();
    }
}
