// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.nop;

import dev.forager.pipeline.ReceiverFactory;
import dev.forager.testkit.ReceiverContract;

class NopReceiverTest extends ReceiverContract<NopReceiverConfig> {
    @Override
    protected ReceiverFactory<NopReceiverConfig> factory() {
        return new NopReceiverFactory();
    }

    @Override
    protected NopReceiverConfig config() {
        return new NopReceiverConfig();
    }

    @Override
    protected String yaml() {
        return "{}";
    }
}
