package io.mychat.gateway.spring.test.app;

import org.springframework.stereotype.Service;

/** In a real application these are in a database. */
@Service
class StoredOrders implements Orders {

    @Override
    public String stateOf(String user) {
        return "from the store";
    }
}
