// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheusremotewrite;

import dev.forager.config.ConfigException;
import dev.forager.config.RecordBinder;
import dev.forager.exporters.prometheusremotewrite.PrometheusRemoteWriteExporterConfig;
import dev.forager.exporters.prometheusremotewrite.PrometheusRemoteWriteExporterFactory;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Exporter;
import dev.forager.pipeline.Receiver;
import dev.forager.pipeline.ReceiverFactory;
import dev.forager.testkit.ReceiverContract;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import java.time.Duration;

/** The exporter of the same protocol sends to it. */
class PrometheusRemoteWriteReceiverContractTest
        extends ReceiverContract<PrometheusRemoteWriteReceiverConfig> {
    @Override
    protected ReceiverFactory<PrometheusRemoteWriteReceiverConfig> factory() {
        return new PrometheusRemoteWriteReceiverFactory();
    }

    @Override
    protected PrometheusRemoteWriteReceiverConfig config() {
        try {
            return RecordBinder.read(
                    "endpoint: 127.0.0.1:0", PrometheusRemoteWriteReceiverConfig.class);
        } catch (ConfigException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    protected Sender sender(Receiver receiver) throws Exception {
        int port = ((PrometheusRemoteWriteReceiver) receiver).port();
        var config =
                RecordBinder.read(
                        "{endpoint: \"http://127.0.0.1:%d/api/v1/write\", target_info: {enabled: false}}"
                                .formatted(port),
                        PrometheusRemoteWriteExporterConfig.class);
        return payload -> {
            Exporter exporter =
                    new PrometheusRemoteWriteExporterFactory()
                            .create(
                                    config,
                                    new TestSettings()
                                            .exporter("prometheus_remote_write", Signal.METRICS));
            exporter.start(new TestHost());
            try {
                exporter.export(payload, Context.background());
                return true;
            } catch (ConsumeException refused) {
                return false;
            } finally {
                exporter.stop(Duration.ofSeconds(1));
            }
        };
    }

    /** Event loops belong to the process. */
    @Override
    protected boolean isShared(String threadName) {
        return super.isShared(threadName) || threadName.startsWith("armeria-");
    }
}
