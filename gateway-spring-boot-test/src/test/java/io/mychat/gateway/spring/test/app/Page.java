package io.mychat.gateway.spring.test.app;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A page for browsers. */
@RestController
class Page {

    @GetMapping("/hello")
    String hello() {
        return "hello";
    }
}
