// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus;

import dev.forager.config.ConfigException;
import dev.forager.pipeline.ReceiverFactory;
import dev.forager.testkit.ReceiverContract;

/** Nobody listens where it scrapes. */
class PrometheusReceiverContractTest extends ReceiverContract<PrometheusReceiverConfig> {
    @Override
    protected ReceiverFactory<PrometheusReceiverConfig> factory() {
        return new PrometheusReceiverFactory();
    }

    @Override
    protected PrometheusReceiverConfig config() {
        try {
            return RunningScrape.config(RunningScrape.job("127.0.0.1:1", ""));
        } catch (ConfigException e) {
            throw new AssertionError(e);
        }
    }

    /** Event loops belong to the process. */
    @Override
    protected boolean isShared(String threadName) {
        return super.isShared(threadName) || threadName.startsWith("armeria-");
    }
}
